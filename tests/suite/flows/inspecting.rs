//! Stored tokens read on screen 5 from the embedded installation: one id is asked for, its issuer answers for the signature.

use dirac_tokens::runtime::installation::Installation;

use super::inspect::said;
use super::sandboxed::Yard;
use super::support::App;

/// The administrator's console on the rows of this user.
async fn on(yard: &Yard, user: &str) -> App<Installation> {
    let mut app = yard.app("admin", &[]).started().await;
    app.keys("4").await;
    app.keys("/").await;
    app.text(user).await;
    app.keys("enter").await;
    assert!(!app.rows().is_empty(), "{user} has rows");
    app
}

#[tokio::test]
async fn a_stored_token_is_fetched_by_its_id_alone_and_its_issuer_vouches_for_it() {
    let yard = Yard::new();
    let mut app = on(&yard, "olga").await;
    app.keys("i enter").await;
    assert_eq!(app.tab(), "Inspect");
    assert!(
        app.title().starts_with("access token · WLCG 1.0 · from stored row "),
        "{}",
        app.title()
    );
    assert!(app.title().ends_with("(olga, IAM-WLCG)"), "{}", app.title());
    assert_eq!(yard.sandbox.records().calls("getTokensByUserID"), 1);
    assert_eq!(said(&app, "signature"), "? not checked · v asks its issuer for keys");
    app.keys("v").await;
    assert!(said(&app, "signature").starts_with("✓ genuine: "), "{}", said(&app, "signature"));
    app.keys("4").await;
    app.keys("i down enter").await;
    assert!(app.title().starts_with("refresh token · "), "{}", app.title());
    assert!(said(&app, "token").contains("get new access tokens"), "{}", said(&app, "token"));
}

#[tokio::test]
async fn an_issuer_that_is_down_leaves_the_signature_unchecked_and_says_why() {
    let yard = Yard::new();
    let mut app = on(&yard, "olga").await;
    app.keys("i enter").await;
    yard.sandbox.take_down("IAM-WLCG").expect("it goes down");
    app.keys("v").await;
    let signature = said(&app, "signature");
    assert!(
        signature.starts_with("? not checked: The issuer's keys could not be fetched"),
        "{signature}"
    );
    assert!(signature.ends_with("v asks again"), "{signature}");
    assert!(said(&app, "time").starts_with(['✓', '✗']), "the other verdicts stand");
}
