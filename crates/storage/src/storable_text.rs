//! Texts that people have written, on their way into the database.

/// The text without NUL characters, which PostgreSQL refuses: nobody's name may keep a row from being written.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "")
}
