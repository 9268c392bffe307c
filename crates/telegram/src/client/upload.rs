//! A file that goes with a call. <https://core.telegram.org/bots/api#sending-files>

use reqwest::multipart::{Form, Part};
use serde_json::Value;

/// A file, under the parameter that it is.
#[derive(Clone, Copy)]
pub(crate) struct Upload<'a> {
    /// The parameter's name.
    pub(crate) parameter: &'static str,
    /// The file's name, whose ending tells Telegram what it is.
    pub(crate) file_name: &'static str,
    /// What is in it.
    pub(crate) bytes: &'a [u8],
}

impl Upload<'_> {
    /// The parameters of a call with the file among them: each as text, and whatever has a structure as JSON.
    pub(super) fn form(self, params: &Value) -> Form {
        let others = params.as_object().into_iter().flatten().filter(|(name, _)| *name != self.parameter);
        let form = others.fold(Form::new(), |form, (name, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            form.text(name.clone(), text)
        });
        form.part(self.parameter, Part::bytes(self.bytes.to_vec()).file_name(self.file_name))
    }
}
