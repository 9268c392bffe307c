//! Which texts are about which setting.

use portcullis_domain::setting::Setting;

/// The texts about one setting.
pub(crate) struct SettingKeys {
    /// What it is called: plain text.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) about: &'static str,
    /// What it is, in words.
    pub(crate) line: &'static str,
}

/// The texts about a setting.
pub(crate) const fn keys(setting: Setting) -> SettingKeys {
    match setting {
        Setting::Mode => SettingKeys { name: "name-mode", about: "about-mode", line: "setting-mode" },
        Setting::Policy => SettingKeys { name: "name-policy", about: "about-policy", line: "setting-policy" },
        Setting::OnUnknown => {
            SettingKeys { name: "name-on-unknown", about: "about-on-unknown", line: "setting-on-unknown" }
        }
        Setting::GateOnJoin => {
            SettingKeys { name: "name-gate-on-join", about: "about-gate-on-join", line: "setting-gate-on-join" }
        }
        Setting::GateOnLeave => {
            SettingKeys { name: "name-gate-on-leave", about: "about-gate-on-leave", line: "setting-gate-on-leave" }
        }
        Setting::MuteForDays => {
            SettingKeys { name: "name-mute-for-days", about: "about-mute-for-days", line: "setting-mute-for-days" }
        }
        Setting::Ladder => SettingKeys { name: "name-ladder", about: "about-ladder", line: "setting-ladder" },
        Setting::AmnestyDays => {
            SettingKeys { name: "name-amnesty-days", about: "about-amnesty-days", line: "setting-amnesty-days" }
        }
        Setting::ChannelSenders => SettingKeys {
            name: "name-channel-senders",
            about: "about-channel-senders",
            line: "setting-channel-senders",
        },
        Setting::PendingJoinRequests => SettingKeys {
            name: "name-pending-join-requests",
            about: "about-pending-join-requests",
            line: "setting-pending-join-requests",
        },
        Setting::Language => SettingKeys { name: "name-language", about: "about-language", line: "setting-language" },
        Setting::NoticeText => {
            SettingKeys { name: "name-notice-text", about: "about-notice-text", line: "setting-notice-text" }
        }
        Setting::NoticeDeleteAfterSeconds => SettingKeys {
            name: "name-notice-delete-after-seconds",
            about: "about-notice-delete-after-seconds",
            line: "setting-notice-delete-after-seconds",
        },
        Setting::CommandDeleteAfterSeconds => SettingKeys {
            name: "name-command-delete-after-seconds",
            about: "about-command-delete-after-seconds",
            line: "setting-command-delete-after-seconds",
        },
        Setting::WelcomeText => {
            SettingKeys { name: "name-welcome-text", about: "about-welcome-text", line: "setting-welcome-text" }
        }
        Setting::Brake => SettingKeys { name: "name-brake", about: "about-brake", line: "setting-brake" },
        Setting::RemoveJoinLines => SettingKeys {
            name: "name-remove-join-lines",
            about: "about-remove-join-lines",
            line: "setting-remove-join-lines",
        },
    }
}
