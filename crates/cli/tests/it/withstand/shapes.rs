//! Bodies that are not of the right form: every field of every route missing, unknown, doubled, of another type.

use super::{
    rows::{Row, S, World, specification, written},
    tables::{rows_but, stands_on_disk},
};
use crate::support::Answer;
use serde_json::{Value, json};

/// Words that must not come back.
const MARKERS: [&str; 3] = ["hostile7f3a", "4999123412349999123", "髙𠮷の秘密"];

/// One body, what must be answered, and the field that must be named (`None`: none is).
struct Bad {
    what: String,
    body: Vec<u8>,
    status: u16,
    code: &'static str,
    field: Option<String>,
}

/// A schema with its references followed.
fn resolve<'a>(specification: &'a Value, mut schema: &'a Value) -> &'a Value {
    loop {
        if let Some(reference) = schema["$ref"].as_str() {
            schema = specification.pointer(reference.trim_start_matches('#')).expect("the schema");
        } else if let Some(first) = schema["oneOf"].get(0) {
            schema = first;
        } else {
            return schema;
        }
    }
}

/// Whether `null` stands for nothing here.
fn is_optional(schema: &Value) -> bool {
    let is_null = |word: &Value| word == "null";
    schema["oneOf"].as_array().is_some_and(|all| all.iter().any(|one| is_null(&one["type"])))
        || schema["type"].as_array().is_some_and(|all| all.iter().any(is_null))
}

/// What a field of this type cannot be.
fn others(schema: &Value) -> Vec<Value> {
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).expect("a type");
    let (text, number, yes, list, object) = (json!("x"), json!(7), json!(true), json!([[]]), json!({"a": 1}));
    match kind {
        "string" => vec![number, yes, list, object],
        "boolean" => vec![number, text, list, object],
        "array" => vec![number, yes, text, object, json!([7]), json!([{}])],
        "object" => vec![number, yes, text, list],
        other => panic!("a field of type {other}"),
    }
}

/// The members of an object by their names.
fn members(schema: &Value) -> Vec<(&str, &Value)> {
    let all = schema["properties"].as_object();
    all.map(|all| all.iter().map(|(name, schema)| (name.as_str(), schema)).collect()).unwrap_or_default()
}

fn put(body: &Value, path: &[&str], value: Value) -> Value {
    let mut body = body.clone();
    let mut at = &mut body;
    for step in path {
        if !at.is_object() {
            *at = json!({});
        }
        at = &mut at[*step];
    }
    *at = value;
    body
}

fn at<'a>(body: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(body, |at, step| at.get(step))
}

/// Everything wrong with the fields of an object, and of the objects in it.
fn wrong_fields(specification: &Value, row: &Row, schema: &Value, path: &[&str], bad: &mut Vec<Bad>) {
    let dotted = |name: &str| path.iter().copied().chain([name]).collect::<Vec<_>>().join(".");
    let mut found = Vec::new();
    let mut say = |what: String, body: String, code, status, field: String| {
        found.push(Bad { what, body: body.into_bytes(), status, code, field: Some(field) });
    };
    let is_choice = schema["additionalProperties"] != false;
    let mut deeper = Vec::new();
    for marker in MARKERS {
        let inside: Vec<&str> = path.iter().copied().chain([marker]).collect();
        if !is_choice && (path.is_empty() || at(&row.body, path).is_some_and(Value::is_object)) {
            let body = put(&row.body, &inside, json!(marker)).to_string();
            say(format!("unknown in {}", path.join(".")), body, "field-unknown", 422, dotted("*"));
        }
    }
    for (name, member) in members(schema) {
        let inside: Vec<&str> = path.iter().copied().chain([name]).collect();
        let known = resolve(specification, member);
        for other in others(known) {
            // A choice has one member, which takes the place of the one that stands there.
            let base = if is_choice { put(&row.body, path, json!({})) } else { row.body.clone() };
            let is_inside = other.as_array().is_some_and(|list| known["type"] == "array" && list.len() == 1)
                || (known["type"][0] == "array" && other.is_array());
            let field = if is_inside { format!("{}.0", dotted(name)) } else { dotted(name) };
            let body = put(&base, &inside, other.clone()).to_string();
            say(format!("{} is {other}", dotted(name)), body, "field-malformed", 422, field);
        }
        if !is_choice && !is_optional(member) {
            let body = put(&row.body, &inside, Value::Null).to_string();
            say(format!("{} is null", dotted(name)), body, "field-malformed", 422, dotted(name));
        }
        if let Some(value) = at(&row.body, &inside).filter(|_| !is_choice) {
            let doubled = put(&row.body, &inside, json!("the-place")).to_string();
            let doubled = doubled.replacen("\"the-place\"", &format!("{value},\"{name}\":{value}"), 1);
            say(format!("{} twice", dotted(name)), doubled, "field-duplicated", 400, dotted(name));
            if schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name)) {
                let mut body = row.body.clone();
                let parent = path.iter().fold(&mut body, |at, step| &mut at[*step]);
                parent.as_object_mut().expect("an object").remove(name);
                say(format!("{} missing", dotted(name)), body.to_string(), "field-missing", 422, dotted(name));
            }
        }
        if known["type"] == "object" && known.get("properties").is_some() {
            deeper.push((known, inside));
        }
    }
    bad.append(&mut found);
    for (known, inside) in deeper {
        wrong_fields(specification, row, known, &inside, bad);
    }
}

/// What is sent, as what, and how it is answered: status, code, field.
type Case = (&'static str, Vec<u8>, u16, &'static str, Option<&'static str>);

/// What is wrong with a body as a whole.
fn wrong_bodies(row: &Row) -> Vec<Bad> {
    let good = row.body.to_string();
    let bytes = |parts: &[&[u8]]| parts.concat();
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let wide = format!("{{\"{}\":1,{}", MARKERS[0], good.trim_start_matches('{'));
    let twice = format!("{{\"{0}\":1,\"{0}\":2}}", MARKERS[1]);
    let cases: Vec<Case> = vec![
        ("nothing", vec![], 400, "body-not-json", None),
        ("blank", b" \n".to_vec(), 400, "body-not-json", None),
        ("a word", b"hostile7f3a".to_vec(), 400, "body-not-json", None),
        ("half of it", good.as_bytes()[..good.len() / 2].to_vec(), 400, "body-not-json", None),
        ("more after it", bytes(&[good.as_bytes(), b" {\"hostile7f3a\":1}"]), 400, "body-not-json", None),
        ("NUL after it", bytes(&[good.as_bytes(), b"\0"]), 400, "body-not-json", None),
        ("a mark of byte order", bytes(&[b"\xef\xbb\xbf", good.as_bytes()]), 400, "body-not-json", None),
        ("UTF-16", "{\"a\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect(), 400, "body-not-json", None),
        ("no UTF-8", bytes(&[b"{\"hostile7f3a\":\"\xff\xfe\"}"]), 400, "body-not-utf8", None),
        ("half a letter", b"{\"hostile7f3a\":\"\\ud800\"}".to_vec(), 400, "body-not-json", None),
        ("an endless number", b"{\"hostile7f3a\":1e999}".to_vec(), 400, "body-not-json", None),
        ("too deep", deep.into_bytes(), 400, "body-too-deep", None),
        ("null", b"null".to_vec(), 422, "field-malformed", None),
        ("a number", b"4999123412349999123".to_vec(), 422, "field-malformed", None),
        ("a text", "\"髙𠮷の秘密\"".as_bytes().to_vec(), 422, "field-malformed", None),
        ("a list", b"[\"hostile7f3a\"]".to_vec(), 422, "field-malformed", None),
        ("a list of it", bytes(&[b"[", good.as_bytes(), b"]"]), 422, "field-malformed", None),
        ("an unknown field first", wide.into_bytes(), 422, "field-unknown", Some("*")),
        ("an unknown field twice", twice.into_bytes(), 422, "field-unknown", Some("*")),
    ];
    let bad = cases.into_iter().map(|(what, body, status, code, field)| Bad {
        what: what.to_owned(),
        body,
        status,
        code,
        field: field.map(str::to_owned),
    });
    bad.collect()
}

/// Asserts a problem of this kind that says nothing back.
#[track_caller]
pub(super) fn assert_problem(what: &str, answer: &Answer, status: u16, code: &str, field: Option<&str>) {
    assert_eq!((answer.status, answer.code()), (status, code), "{what}: {}", answer.text);
    assert_eq!(answer.body["field"].as_str(), field, "{what}: {}", answer.text);
    for marker in MARKERS {
        assert!(!answer.text.contains(marker), "{what} is said back: {}", answer.text);
    }
}

#[tokio::test]
async fn a_body_of_another_form_is_refused_by_its_field_and_nothing_of_it_is_kept() {
    let world = World::open().await;
    let rows = world.rows().await;
    let specification = specification();
    let before = rows_but(&world.house.data(), &[]);
    let mut count = 0;
    for row in rows.iter().filter(|row| !row.takes_lines()) {
        let post = &specification["paths"][written(row.route)]["post"];
        let schema = resolve(&specification, &post["requestBody"]["content"]["application/json"]["schema"]);
        let mut bad = wrong_bodies(row);
        wrong_fields(&specification, row, schema, &[], &mut bad);
        let token = world.token(row);
        for (number, bad) in bad.iter().enumerate() {
            let (lang, key) = (["en", "ja"][number % 2], format!("{}-{number}", row.route));
            let headers =
                [("content-type", "application/json"), ("idempotency-key", key.as_str()), ("accept-language", lang)];
            let answer = world.house.raw(&row.path, token.as_deref(), &headers, bad.body.clone()).await;
            let what = format!("{}: {}", row.route, bad.what);
            assert_problem(&what, &answer, bad.status, bad.code, bad.field.as_deref());
            let title = answer.body["title"].as_str().expect("a title");
            assert_eq!(title.is_ascii(), lang == "en", "{what}: {title}");
            count += 1;
        }
    }
    assert!(count > 1_000, "only {count} bodies");
    // None of them came to the door: not even a refusal is on record.
    assert_eq!(rows_but(&world.house.data(), &[]), before);
    for marker in MARKERS {
        assert!(!stands_on_disk(&world.house.data(), marker), "{marker} is on the disk");
    }
}

#[tokio::test]
async fn a_line_of_another_form_is_refused_alone_and_the_next_is_answered() {
    let world = World::open().await;
    let token = world.house.token(S, "support-desk");
    let good = json!({"act": "use", "person": world.her, "purpose": "inquiries", "items": ["email"]});
    let with = |name: &str, value: Value| put(&good, &[name], value).to_string();
    let cases: Vec<(String, u16, &str, Option<&str>)> = vec![
        ("hostile7f3a".into(), 400, "body-not-json", None),
        ("7".into(), 422, "field-missing", Some("act")),
        ("{}".into(), 422, "field-missing", Some("act")),
        (with("act", json!("hostile7f3a")), 422, "field-malformed", Some("act")),
        (with("act", json!(["use"])), 422, "field-malformed", Some("act")),
        (with("person", json!({"hostile7f3a": 1})), 422, "field-malformed", Some("person")),
        (with("person", json!("psn_hostile7f3a")), 404, "not-found", None),
        (with("hostile7f3a", json!(1)), 422, "field-unknown", Some("*")),
        (with("key", json!("hostile 7f3a 髙𠮷の秘密")), 400, "idempotency-key-malformed", Some("key")),
        (with("items", json!("hostile7f3a")), 422, "field-malformed", Some("items")),
        (with("act", json!("erase")), 400, "idempotency-key-missing", Some("key")),
        (
            good.to_string().replacen("{\"act\":\"use\"", "{\"act\":\"use\",\"act\":\"use\"", 1),
            400,
            "field-duplicated",
            Some("act"),
        ),
        (format!("{{\"a\":{}{}}}", "[".repeat(50), "]".repeat(50)), 400, "body-too-deep", None),
    ];
    let mut sent = String::new();
    for (line, ..) in &cases {
        sent += &format!("{line}\n\n{good}\r\n");
    }
    let headers = [("content-type", "application/x-ndjson")];
    let answer = world.house.raw(&format!("/v1/{S}/acts"), token.as_deref(), &headers, sent).await;
    let lines: Vec<Value> = answer.text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), cases.len() * 2, "{}", answer.text);
    for ((line, status, code, field), pair) in cases.iter().zip(lines.chunks(2)) {
        let one = Answer { status: *status, text: pair[0].to_string(), body: pair[0].clone() };
        assert_eq!(pair[0]["status"], *status, "{line}: {}", pair[0]);
        assert_problem(line, &one, *status, code, *field);
        assert_eq!(pair[1]["status"], 200, "{}", pair[1]);
    }
}

#[tokio::test]
async fn what_surrounds_a_body_is_asked_for_too() {
    let world = World::open().await;
    let before = rows_but(&world.house.data(), &[]);
    let long = "k".repeat(129);
    let key = ("idempotency-key", "k-1");
    for row in &world.rows().await {
        let token = world.token(row);
        let media = if row.takes_lines() { "application/x-ndjson" } else { "application/json" };
        let raw = |headers: Vec<(&'static str, String)>, body: Vec<u8>| {
            let (world, token, path) = (&world, token.clone(), row.path.clone());
            async move {
                let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                world.house.raw(&path, token.as_deref(), &headers, body).await
            }
        };
        for other in ["", "text/plain", "application/x-www-form-urlencoded", "application/xml; hostile7f3a", "json"] {
            let headers = vec![("content-type", other.to_owned()), (key.0, key.1.to_owned())];
            let answer = raw(headers, row.bytes()).await;
            assert_problem(row.route, &answer, 415, "content-type-unsupported", None);
        }
        let large = vec![b' '; (1 << 20) + 1];
        if row.takes_lines() {
            let answer = raw(vec![("content-type", media.to_owned())], large).await;
            assert!(answer.text.contains("line-too-long") && answer.text.contains("413"), "{}", answer.text);
            continue;
        }
        let answer = raw(vec![("content-type", media.to_owned()), (key.0, key.1.to_owned())], large).await;
        assert_problem(row.route, &answer, 413, "body-too-large", None);
        let answer = raw(vec![("content-type", media.to_owned())], b"hostile7f3a".to_vec()).await;
        assert!(matches!(answer.code(), "idempotency-key-missing" | "body-not-json"), "{}: {}", row.route, answer.text);
        if row.role.is_none() || row.route.starts_with("tags/") {
            continue;
        }
        for bad in ["", "a b", long.as_str()] {
            let answer = raw(vec![("content-type", media.to_owned()), (key.0, bad.to_owned())], row.bytes()).await;
            assert_problem(row.route, &answer, 400, "idempotency-key-malformed", None);
        }
        let twice = vec![("content-type", media.to_owned()), (key.0, "a".to_owned()), (key.0, "b".to_owned())];
        assert_problem(row.route, &raw(twice, row.bytes()).await, 400, "idempotency-key-malformed", None);
    }
    let after = rows_but(&world.house.data(), &[]);
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
}
