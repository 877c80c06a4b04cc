//! The page on which a person lets a device in, or does not.

/// The page: a form, with what became of the last answer above it.
///
/// `user_code` is shown again only if it could be a code; nothing else of the request is.
pub fn device(action: &str, user_code: &str, note: Option<&str>) -> String {
    let code: String =
        user_code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(16).collect();
    let note = note.map(|note| format!("<p><b>{note}</b></p>\n")).unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Device</title></head>\n<body>\n\
         <h1>Let a device in</h1>\n{note}\
         <form method=\"post\" action=\"{action}\">\n\
         <p><label>Code on the device <input name=\"user_code\" value=\"{code}\" autocomplete=\"off\"></label></p>\n\
         <p><label>Your id at this issuer (sub) <input name=\"user\"></label></p>\n\
         <p><button name=\"approve\" value=\"1\">Approve</button> <button name=\"deny\" value=\"1\">Deny</button></p>\n\
         </form>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_foreign_reaches_the_page() {
        let page = device("/device", "\"><script>alert(1)</script>", None);
        assert!(!page.contains("<script"));
        assert!(page.contains("value=\"scriptalert1scri\""));
        assert!(device("/device", "RZW-SCQ", None).contains("value=\"RZW-SCQ\""));
    }
}
