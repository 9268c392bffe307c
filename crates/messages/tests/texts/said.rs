//! What the bot says, made comparable: messages, answers, menus and buttons as plain lines.

use std::fmt;

use portcullis_domain::{
    message::{Button, ButtonAction, OutgoingMessage, ReplyKeyboard},
    ports::{CallbackAnswer, CommandMenu},
};

/// Anything that a person reads.
pub(crate) enum Said {
    Message(OutgoingMessage),
    Answer(CallbackAnswer),
    Menu(CommandMenu),
    Button(Button),
}

impl From<OutgoingMessage> for Said {
    fn from(message: OutgoingMessage) -> Self {
        Self::Message(message)
    }
}

impl From<CallbackAnswer> for Said {
    fn from(answer: CallbackAnswer) -> Self {
        Self::Answer(answer)
    }
}

impl From<CommandMenu> for Said {
    fn from(menu: CommandMenu) -> Self {
        Self::Menu(menu)
    }
}

impl From<Button> for Said {
    fn from(button: Button) -> Self {
        Self::Button(button)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(message) => {
                writeln!(f, "{}", message.html)?;
                message.keyboard.0.iter().flatten().try_for_each(|button| writeln!(f, "{}", shown(button)))?;
                match &message.reply_keyboard {
                    Some(ReplyKeyboard::ChooseChannel { label, setup }) => {
                        writeln!(f, "[{label}] -> channel for {setup}")
                    }
                    Some(ReplyKeyboard::Reply { placeholder }) => writeln!(f, "(reply: {placeholder})"),
                    Some(ReplyKeyboard::Remove) => writeln!(f, "(letters again)"),
                    None => Ok(()),
                }
            }
            Self::Answer(CallbackAnswer::Toast(text)) => writeln!(f, "(toast) {text}"),
            Self::Answer(CallbackAnswer::Alert(text)) => writeln!(f, "(alert) {text}"),
            Self::Answer(CallbackAnswer::Silent) => writeln!(f, "(silent)"),
            Self::Menu(menu) => {
                writeln!(f, "for {}", menu.language.as_deref().unwrap_or("everybody else"))?;
                menu.commands.iter().try_for_each(|line| writeln!(f, "/{} – {}", line.command, line.description))
            }
            Self::Button(button) => writeln!(f, "{}", shown(button)),
        }
    }
}

fn shown(button: &Button) -> String {
    match &button.action {
        ButtonAction::Url(url) => format!("[{}] -> {url}", button.label),
        ButtonAction::Callback(data) => format!("[{}] -> {}", button.label, data.encode()),
    }
}
