//! `azukari vendors`: what is publicly known of outside services, where it was read, and what ought to be read again.

use crate::{
    args::scan::{VendorFormat, Vendors},
    environment::{self, Context},
    printer::Exit,
    said::{Said, sentences::NO_SUCH_VENDOR},
};
use anyhow::Result;
use azukari_model::{Date, Lang};
use azukari_scan::catalogue::{Catalogue, Vendor};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

/// Lists, searches, shows. Exit 1 if `--stale` finds any.
pub(super) fn run(arguments: &Vendors, context: Context) -> Result<Exit> {
    let catalogue = Catalogue::own();
    let today = arguments.today.unwrap_or_else(environment::today);
    let is_stale = |vendor: &Vendor| vendor.is_stale(today, arguments.older_than);
    let one = match arguments.words.as_slice() {
        [id] => catalogue.vendor(id),
        _ => None,
    };
    let mut found = one.map_or_else(|| catalogue.find(&arguments.words), |vendor| vec![vendor]);
    if arguments.stale {
        found.retain(|vendor| is_stale(vendor));
    } else if found.is_empty() {
        let words = azukari_policy::letters::shown(&arguments.words.join(" "));
        return Err(Said::new(NO_SUCH_VENDOR.with([("words", &words)])).into());
    }
    let text = match (arguments.format, one) {
        (VendorFormat::Json, _) => {
            let all: Vec<Value> = found.iter().map(|vendor| as_json(vendor, is_stale(vendor), context.lang)).collect();
            serde_json::to_string_pretty(&all)?
        }
        (VendorFormat::Toml, _) => found.iter().map(|vendor| vendor.snippet()).collect::<Vec<_>>().join("\n"),
        (VendorFormat::Human, Some(vendor)) => in_full(vendor, is_stale(vendor), context),
        (VendorFormat::Human, None) => list(&found, &is_stale, today, context),
    };
    if !text.is_empty() {
        context.printer.data(text.trim_end());
    }
    Ok(if arguments.stale && !found.is_empty() { Exit::Problems } else { Exit::Clean })
}

fn list(found: &[&Vendor], is_stale: &dyn Fn(&Vendor) -> bool, today: Date, context: Context) -> String {
    let lang = context.lang;
    let wide = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let ids = wide(&mut found.iter().map(|vendor| vendor.id.len()));
    let names = wide(&mut found.iter().map(|vendor| vendor.name(lang).width()));
    let mut out = String::new();
    for vendor in found {
        let read = vendor.read().map_or_else(|| "–".to_owned(), |day| day.to_string());
        let age =
            if is_stale(vendor) { context.printer.red(lang.pick("  要確認", "  stale")) } else { String::new() };
        let open = if vendor.unconfirmed().is_empty() { "" } else { "  (!)" };
        let name = vendor.name(lang);
        let blank = " ".repeat(names - name.width());
        out += &format!("{:ids$}  {name}{blank}  {:10}  {read}{open}{age}\n", vendor.id, vendor.category());
    }
    let stale = found.iter().filter(|vendor| is_stale(vendor)).count();
    out + &match lang {
        Lang::Ja => format!(
            "{}件（{today} 現在、要確認 {stale}件）。(!) は公表資料で確かめられていない事実があるもの\n",
            found.len()
        ),
        Lang::En => format!(
            "{} vendors, {stale} stale on {today}; (!): some facts are not confirmed by a public source\n",
            found.len()
        ),
    }
}

fn in_full(vendor: &Vendor, is_stale: bool, context: Context) -> String {
    let lang = context.lang;
    let mut out = format!("{}\n", context.printer.bold(vendor.name(lang)));
    for fact in vendor.facts() {
        let from = match &fact.source {
            Some(source) => format!("{} ({})", source.url, source.read),
            None => lang.pick("(!) 未確認", "(!) not confirmed").to_owned(),
        };
        out += &format!("  {:15} {}\n  {:15} {}\n", fact.key, fact.value, "", context.printer.dim(&from));
    }
    if is_stale {
        out += &context.printer.red(lang.pick("要確認：読んでから日がたっています\n", "stale: it was read long ago\n"));
    }
    out + "\n" + &vendor.snippet()
}

fn as_json(vendor: &Vendor, is_stale: bool, lang: Lang) -> Value {
    let facts: Vec<Value> = vendor
        .facts()
        .into_iter()
        .map(|fact| {
            let source = fact.source.map(|source| json!({"url": source.url, "read": source.read}));
            json!({"key": fact.key, "value": fact.value, "source": source})
        })
        .collect();
    json!({"id": vendor.id, "name": vendor.name(lang), "category": vendor.category(), "hosts": vendor.hosts(),
        "read": vendor.read(), "stale": is_stale, "unconfirmed": vendor.unconfirmed(), "facts": facts})
}
