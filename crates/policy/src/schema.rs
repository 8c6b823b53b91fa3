//! JSON Schema (2020-12) of both files, for editors: driven by the one table of the grammar.

use crate::grammar::{self, Form, Key, Kind, Need, Shape, Table};
use serde_json::{Map, Value, json};

/// The schema of policy.toml.
pub fn policy() -> Value {
    document(Kind::Policy, "policy.toml: what is published and promised")
}

/// The schema of operation.toml.
pub fn operation() -> Value {
    document(Kind::Operation, "operation.toml: how the company runs a policy")
}

fn document(kind: Kind, title: &str) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<&str> = Vec::new();
    let mut families: Map<String, Value> = Map::new();
    for table in grammar::tables().filter(|table| table.file == kind) {
        if table.shape == Shape::Root {
            properties.extend(table.keys.iter().map(|key| (key.name.to_owned(), described(key))));
            required.extend(table.keys.iter().filter(|key| key.need == Need::Always).map(|key| key.name));
            continue;
        }
        properties.insert(table.name.to_owned(), shaped(table));
        if table.shape == Shape::Many {
            families.insert(table.name.to_owned(), keys(table.keys, false));
        }
    }
    // What `[defaults.FAMILY]` may give, without what may not be a default.
    for family in families.values_mut() {
        if let Some(members) = family.get_mut("properties").and_then(Value::as_object_mut) {
            members.retain(|name, _| !grammar::NO_DEFAULTS.contains(&name.as_str()));
        }
    }
    properties.insert(
        "defaults".to_owned(),
        json!({"type": "object", "properties": families, "additionalProperties": false}),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn shaped(table: &Table) -> Value {
    let full = keys(table.keys, table.short.is_none() && table.shape == Shape::One);
    let ids = json!({"pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"});
    match table.shape {
        Shape::Root | Shape::One => full,
        Shape::Rows => json!({"type": "array", "items": full}),
        Shape::Values => {
            let value = table.keys.first().map_or_else(|| json!({}), |key| form(&key.form));
            json!({"type": "object", "propertyNames": ids, "additionalProperties": value})
        }
        Shape::Many => {
            let short = table.short.and_then(|name| table.key(name)).map(|key| form(&key.form));
            let one = match short {
                Some(short) => json!({"anyOf": [full, short]}),
                None => full,
            };
            // Ids of clauses hold dots.
            if table.name == "clause" {
                json!({"type": "object", "additionalProperties": one})
            } else {
                json!({"type": "object", "propertyNames": ids, "additionalProperties": one})
            }
        }
    }
}

fn keys(keys: &[Key], with_required: bool) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), described(key))).collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    let required: Vec<&str> = keys.iter().filter(|key| key.need == Need::Always).map(|key| key.name).collect();
    if with_required
        && !required.is_empty()
        && let Some(object) = schema.as_object_mut()
    {
        object.insert("required".to_owned(), json!(required));
    }
    schema
}

fn described(key: &Key) -> Value {
    let mut schema = form(&key.form);
    if let Some(object) = schema.as_object_mut() {
        let default = if key.default.is_empty() { String::new() } else { format!(" (default: {})", key.default) };
        let need = match key.need {
            Need::If(case) => format!(" Needed {case}."),
            Need::Always | Need::Never => String::new(),
        };
        object.insert("description".to_owned(), Value::String(format!("{}{default}.{need}", key.meaning)));
    }
    schema
}

/// What may stand as a value. Names of declarations are texts: only the compiler knows which are declared.
fn form(form: &Form) -> Value {
    match form {
        Form::Version => json!({"const": 1}),
        Form::Bool => json!({"type": "boolean"}),
        Form::Count(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Form::Words => json!({"anyOf": [{"type": "string"},
            {"type": "object", "propertyNames": {"pattern": "^[a-z]{2}$"}, "additionalProperties": {"type": "string"}}]}),
        Form::Period => json!({"type": "string", "pattern": "^P(?=\\d)(\\d{1,4}Y)?(\\d{1,4}M)?(\\d{1,4}D)?$"}),
        Form::Url => json!({"type": "string", "pattern": "^https?://"}),
        Form::Country => json!({"type": "string", "pattern": "^[A-Z]{2}$"}),
        Form::Language => json!({"type": "string", "pattern": "^[a-z]{2}$"}),
        Form::Id | Form::Free => json!({"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}),
        Form::Word(words) => json!({"enum": (words.0)()}),
        Form::After => json!({"type": "string", "pattern": "^(acquired|last-seen|last-use|event:[a-z][a-z0-9-]*)$"}),
        Form::List(inner) => {
            let member = self::form(inner);
            json!({"anyOf": [member, {"type": "array", "items": member}]})
        }
        Form::Table(inner) => keys(inner, true),
        Form::Rows(inner) => json!({"type": "array", "items": keys(inner, true)}),
        Form::Papers => json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"anyOf": [{"type": "string"},
            keys(grammar::PAPER_LINES, false)]}}]}),
        // A TOML date reaches a schema as a text, or not at all.
        Form::Date => json!({}),
        Form::Text
        | Form::Path
        | Form::Zone
        | Form::Email
        | Form::Host
        | Form::Cookie
        | Form::Ref(_)
        | Form::Keeper => {
            json!({"type": "string"})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_and_key_of_the_grammar_stands_in_a_schema() {
        for (schema, kind) in [(policy(), Kind::Policy), (operation(), Kind::Operation)] {
            let text = schema.to_string();
            for table in grammar::tables().filter(|table| table.file == kind) {
                assert!(text.contains(&format!("\"{}\"", table.name)) || table.shape == Shape::Root, "{}", table.name);
                for key in table.keys {
                    assert!(
                        text.contains(&format!("\"{}\"", key.name)) || table.shape == Shape::Values,
                        "{}",
                        key.name
                    );
                }
            }
        }
    }
}
