//! A line of the command `check`.

use std::io::Write;

/// What was found out about a part: how it is, or what is wrong and how to mend it. Holds no secret.
pub(super) type Finding = Result<String, String>;

/// Says on standard output how a part is; whether it is well.
pub(super) fn report(part: &str, finding: &Finding) -> bool {
    let (word, text) = match finding {
        Ok(text) => ("ok", text),
        Err(text) => ("FAILED", text),
    };
    // Whoever reads no more of the output still gets the exit code.
    let _ = writeln!(std::io::stdout(), "{word:<7} {part:<9} {text}");
    finding.is_ok()
}
