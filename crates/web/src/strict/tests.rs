use super::*;
use azukari_model::{Lang, Name};
use std::collections::BTreeMap;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Order {
    item: Name,
    #[serde(default)]
    parts: Vec<Part>,
    #[serde(default)]
    notes: BTreeMap<Name, Option<String>>,
    #[serde(default)]
    to: Option<To>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    count: u32,
}

#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum To {
    Purpose(Name),
}

fn fault(body: &str) -> (String, Option<String>) {
    let written = serde_json::to_value(read::<Order>(body.as_bytes()).unwrap_err().write(Lang::En, "1")).unwrap();
    (written["code"].as_str().unwrap().to_owned(), written["field"].as_str().map(str::to_owned))
}

#[test]
fn the_field_at_fault_is_named_and_no_value_is_echoed() {
    let deep = format!("{{\"item\":\"a\",\"parts\":{}{}}}", "[".repeat(40), "]".repeat(40));
    for (body, code, field) in [
        ("{}", "field-missing", Some("item")),
        (r#"{"item":"Tokyo 1-2"}"#, "field-malformed", Some("item")),
        (r#"{"item":"a","item":"b"}"#, "field-duplicated", Some("item")),
        (r#"{"item":"a","notes":{"x":null,"x":null}}"#, "field-duplicated", Some("notes.*")),
        (r#"{"item":"a","size":1}"#, "field-unknown", Some("*")),
        (r#"{"item":"a","4999123412341234":1,"4999123412341234":2}"#, "field-unknown", Some("*")),
        (r#"{"item":"a","Hanako Yamada":1}"#, "field-unknown", Some("*")),
        (r#"{"item":"a","parts":[{"count":1},{"count":-1}]}"#, "field-malformed", Some("parts.1.count")),
        (r#"{"item":"a","parts":[{}]}"#, "field-missing", Some("parts.0.count")),
        (r#"{"item":"a","parts":[{"count":1,"count":2}]}"#, "field-duplicated", Some("parts.0.count")),
        (r#"{"item":"a","notes":{"Hanako":"x"}}"#, "field-malformed", Some("notes.*")),
        (r#"{"item":"a","notes":{"x":7}}"#, "field-malformed", Some("notes.*")),
        (r#"{"item":"a","to":{"purpose":7}}"#, "field-malformed", Some("to.purpose")),
        (r#"{"item":"a","to":{"nobody":"x"}}"#, "field-malformed", Some("to")),
        (r#"["a"]"#, "field-malformed", None),
        (r#"{"item":"a"} {}"#, "body-not-json", None),
        (r#"{"item":"a",}"#, "body-not-json", None),
        ("", "body-not-json", None),
        (deep.as_str(), "body-too-deep", None),
    ] {
        let (is_code, is_field) = fault(body);
        assert_eq!((is_code.as_str(), is_field.as_deref()), (code, field), "{body}");
    }
}

#[test]
fn an_unknown_field_is_told_with_those_that_are_known() {
    let problem = read::<Order>(br#"{"item":"a","part":[]}"#).unwrap_err();
    assert!(problem.write(Lang::En, "1").would_need().contains(&"fields: item, parts, notes, to".to_owned()));
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let Err(problem) = parse(b"{\"item\":\"\xff\"}") else { panic!("it was read") };
    assert_eq!(problem.write(Lang::Ja, "1").code(), "body-not-utf8");
}

#[test]
fn what_is_well_formed_is_read() {
    let order =
        read::<Order>(br#"{"item":"a-1","parts":[{"count":3}],"notes":{"x":null,"y":"z"},"to":{"purpose":"news"}}"#)
            .unwrap();
    assert_eq!(order.item.as_str(), "a-1");
    assert_eq!(order.parts[0].count, 3);
    assert_eq!(order.notes.len(), 2);
    assert!(matches!(order.to, Some(To::Purpose(name)) if name == "news"));
}
