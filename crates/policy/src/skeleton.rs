//! `azukari new`: a skeleton to fill in, whose every clause is *not yet*.

use azukari_model::Name;

/// The files of a new service: name within its folder, and text.
pub fn service(name: &Name) -> Vec<(&'static str, String)> {
    let fill = |text: &str| text.replace("SERVICE", name);
    vec![
        ("policy.toml", fill(include_str!("skeleton/policy.toml"))),
        ("operation.toml", operation()),
        ("ja.md", fill(include_str!("skeleton/ja.md"))),
        ("en.md", fill(include_str!("skeleton/en.md"))),
    ]
}

/// A new operation.toml.
pub fn operation() -> String {
    include_str!("skeleton/operation.toml").to_owned()
}
