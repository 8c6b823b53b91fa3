//! Structure that only the whole shows: how many items and purposes one policy can have.

use super::{Rule, look::Look};
use crate::{codes::Code, diagnostic::Diagnostic};

/// The gate keeps one bit an item and a purpose.
const ITEMS_MAX: usize = 256;
const PURPOSES_MAX: usize = 1_024;

pub(super) const RULES: &[Rule] = &[too_many];

fn too_many(look: &Look<'_>, found: &mut Vec<Diagnostic>) {
    let items: Vec<&str> = look.policy.items.iter().map(|item| item.id.as_str()).collect();
    let purposes: Vec<&str> = look.policy.purposes.iter().map(|purpose| purpose.id.as_str()).collect();
    for (family, ids, most) in [("item", items, ITEMS_MAX), ("purpose", purposes, PURPOSES_MAX)] {
        if let Some(first) = ids.get(most) {
            let said = look.at(Code::BadValue, &format!("{family}.{first}"));
            let value = format!("{} {family}s", ids.len());
            let want = format!("at most {most}");
            found.push(said.with_both("value", value, format!("{family} {} 件", ids.len())).with_both(
                "want",
                want,
                format!("{most} 件まで"),
            ));
        }
    }
}
