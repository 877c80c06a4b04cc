use super::*;

#[test]
fn ordinary_text_is_read() {
    let tree = parse("A\n{\n  # note\n  x = 1\n  x += 2\n  B\n  {\n    y = z\n  }\n}\n").unwrap();
    assert_eq!(tree.value("/A/x").as_deref(), Some("1, 2"));
    assert_eq!(tree.section("A").unwrap().list("x"), ["1", "2"]);
    assert_eq!(tree.option("A/x").unwrap().comment(), "note");
    assert_eq!(tree.option("A/B/y").unwrap().line(), Some(8));
    assert_eq!(tree.option("A/B/y").unwrap().path().as_str(), "/A/B/y");
    assert_eq!(serialize(&tree), "A\n{\n  #note\n  x = 1\n  x += 2\n  B\n  {\n    y = z\n  }\n}\n");
}
