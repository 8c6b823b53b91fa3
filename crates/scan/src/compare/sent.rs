//! Hosts: declared or not, and whether the choice of the moment let them.

use super::{Declared, Found, items, place};
use crate::{
    finding::FindingCode,
    observed::{Choice, Visit},
};

pub(super) fn compare(declared: &Declared<'_>, visit: &Visit, found: &mut Found<'_>) {
    for sent in visit.sent.iter().filter(|sent| !declared.is_own(&sent.host, visit)) {
        let tags = declared.of_host(&sent.host);
        let here = Some(place(visit, &sent.address, Some(sent.witness)));
        if tags.is_empty() {
            found.note(FindingCode::UndeclaredHost, &sent.host, None, ["", ""], here);
        } else if !tags.iter().any(|tag| declared.permits(tag, &sent.choice)) {
            // A host that several tags name is each one's: whichever it was, none of them may.
            for tag in &tags {
                found.note(too_early(&sent.choice), &sent.host, Some(&tag.id), ["", ""], here.clone());
            }
        }
        items::compare(declared, &tags, sent, visit, found);
    }
}

/// What it is called to send under a choice that does not let one.
const fn too_early(choice: &Choice) -> FindingCode {
    match choice {
        Choice::None | Choice::Accepted => FindingCode::BeforeConsent,
        Choice::Refused | Choice::Only(_) => FindingCode::AfterRefusal,
        Choice::Withdrawn => FindingCode::AfterWithdrawal,
        Choice::Gpc => FindingCode::DespiteGpc,
    }
}
