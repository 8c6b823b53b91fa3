//! `azukari publish`: the policy as files for any web server.

use super::compile;
use crate::{args::Publish, environment::Context, folder, printer::Exit};
use anyhow::{Context as _, Result};
use azukari_policy::publish::{Edition, html, json, markdown};
use std::{fs, path::Path};

/// Writes `OUT/SERVICE/policy.LANG.{html,fragment.html,md}` and `policy.json`.
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
        let text = serde_json::to_string_pretty(&json::json(&policy, policy.service.effective))?;
        write(&out.join("policy.json"), &(text + "\n"), context)?;
    }
    Ok(Exit::Clean)
}

fn write(path: &Path, text: &str, context: Context) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
    context.printer.data(&path.display().to_string());
    Ok(())
}
