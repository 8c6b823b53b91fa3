//! `azukari publish`: the policy as files for any web server.

use super::compile;
use crate::{args::Publish, environment::Context, folder, printer::Exit};
use anyhow::{Context as _, Result};
use azukari_policy::{
    declared::Policy,
    publish::{
        Edition,
        external::{self, Listing},
        html, json, markdown,
    },
};
use std::{fs, path::Path};

/// Writes `OUT/SERVICE/policy.LANG.{html,fragment.html,md}` and `policy.json`; `external.LANG.{html,fragment.html,csv}` and
/// `external.json`.
pub(super) fn run(arguments: &Publish, context: Context) -> Result<Exit> {
    for folder in folder::load_all(&arguments.path)? {
        let (policy, _) = compile(&folder, context)?;
        let out = arguments.out.join(policy.service.id.as_str());
        fs::create_dir_all(&out).with_context(|| format!("cannot make `{}`", out.display()))?;
        for &language in &policy.service.languages {
            let edition = Edition { policy: &policy, language, effective: policy.service.effective, versions: &[] };
            write(&out.join(format!("policy.{language}.html")), &html::page(&edition), context)?;
            write(&out.join(format!("policy.{language}.fragment.html")), &html::fragment(&edition), context)?;
            write(&out.join(format!("policy.{language}.md")), &markdown::markdown(&edition), context)?;
        }
        write_json(&out.join("policy.json"), &json::json(&policy, policy.service.effective), context)?;
        transmissions(&policy, &out, context)?;
    }
    Ok(Exit::Clean)
}

/// What the site makes browsers send to others.
fn transmissions(policy: &Policy, out: &Path, context: Context) -> Result<()> {
    for &language in &policy.service.languages {
        let listing = Listing::new(policy, language);
        write(&out.join(format!("external.{language}.html")), &external::page(&listing), context)?;
        write(&out.join(format!("external.{language}.fragment.html")), &external::fragment(&listing), context)?;
        write(&out.join(format!("external.{language}.csv")), &external::csv(&listing), context)?;
    }
    write_json(&out.join("external.json"), &external::json(policy), context)
}

fn write_json(path: &Path, value: &serde_json::Value, context: Context) -> Result<()> {
    write(path, &(serde_json::to_string_pretty(value)? + "\n"), context)
}

fn write(path: &Path, text: &str, context: Context) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    context.printer.data(&path.display().to_string());
    Ok(())
}
