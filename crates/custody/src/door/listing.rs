//! Registers as the office reads them.

use super::{Inner, errand::Moment, office::handles};
use crate::{
    caller::Caller,
    outcome::Outcome,
    refused::Refused,
    register::{EntryKind, Listed, filed::Filed},
};
use azukari_policy::{
    facts::Number,
    vocabulary::{Family, Handle},
};
use azukari_store::Messages;
use serde_json::json;

impl Inner {
    /// A register, oldest first.
    pub(crate) async fn list(&self, caller: &Caller, kind: EntryKind) -> Result<Outcome, Refused> {
        let service = self.fresh(&caller.service).await?;
        let moment = Moment::of(&service, caller, self.now_or_newest())?;
        handles(&moment, &[Handle::Policy, Handle::Requests, Handle::Holds, Handle::Incidents])?;
        let word = kind.word();
        let mut listed: Vec<Listed> = (service.filed.iter())
            .filter(|filed| &*filed.kind == word)
            .map(|filed| Listed {
                at: filed.at,
                by: filed.by.clone(),
                member: if let Filed::Member { member, .. } = &filed.what { Some(*member) } else { None },
                person: None,
                request: None,
                entry: serde_json::to_value(&filed.what).unwrap_or_default(),
            })
            .collect();
        match kind {
            EntryKind::Requests => listed.extend(self.list_requests(&moment).await?),
            EntryKind::Approvals => listed.extend(self.list_approvals(&moment).await?),
            EntryKind::Statistics => listed.extend(self.list_releases(&moment).await?),
            EntryKind::Systems => listed.extend(self.list_messages(&moment).await?),
            _ => listed.extend(self.list_standing(&moment, kind).await?),
        }
        Ok(Outcome::Listed(listed))
    }

    async fn list_requests(&self, moment: &Moment<'_>) -> Result<Vec<Listed>, Refused> {
        let rows = self.store.requests(moment.service.key, 1_000).await?;
        Ok((rows.into_iter())
            .map(|row| Listed {
                at: row.received,
                by: "-".into(),
                member: None,
                person: None,
                request: Some(row.id),
                entry: json!({ "state": row.state, "right": moment.running.name(Family::Right, Number(row.right)), "due": row.due, "answered": row.answered }),
            })
            .collect())
    }

    async fn list_approvals(&self, moment: &Moment<'_>) -> Result<Vec<Listed>, Refused> {
        let rows = self.store.approvals(moment.service.key, 1_000).await?;
        Ok((rows.into_iter())
            .map(|row| Listed {
                at: row.at,
                by: row.approver.clone(),
                member: None,
                person: None,
                request: None,
                entry: json!({ "approval": row.id, "requester": row.requester, "until": row.until, "used": row.used }),
            })
            .collect())
    }

    async fn list_releases(&self, moment: &Moment<'_>) -> Result<Vec<Listed>, Refused> {
        let rows = self.store.releases(moment.service.key).await?;
        Ok((rows.into_iter())
            .map(|row| Listed {
                at: row.at,
                by: "-".into(),
                member: None,
                person: None,
                request: None,
                entry: json!({
                    "statistic": moment.running.name(Family::Statistic, Number(row.statistic)),
                    "smallest": row.smallest,
                    "act": row.act,
                    "how": serde_json::from_str::<serde_json::Value>(&row.body).unwrap_or_default(),
                }),
            })
            .collect())
    }

    /// Who was told and has not confirmed it.
    async fn list_messages(&self, moment: &Moment<'_>) -> Result<Vec<Listed>, Refused> {
        let rows = self.store.messages(moment.service.key, Messages::Unconfirmed, 1_000).await?;
        let running = moment.running;
        Ok((rows.into_iter())
            .map(|row| {
                let word = match &*row.to {
                    "system" => running.name(Family::System, Number(row.party)),
                    _ => (running.member_word(Number(row.member)))
                        .unwrap_or_else(|| running.name(Family::Recipient, Number(row.party))),
                };
                let mut entry = json!({ "act": row.act, "due": row.due, "confirmed": row.confirmed });
                if let Some(entry) = entry.as_object_mut() {
                    entry.insert(row.to.to_string(), json!(word));
                    // The text of the message lives for a week; whom it was for and when stays.
                    entry.insert("readable".to_owned(), json!(row.body.is_some()));
                }
                Listed {
                    at: row.at,
                    by: "-".into(),
                    member: None,
                    person: row.person.map(|(_, id)| id),
                    request: None,
                    entry,
                }
            })
            .collect())
    }
}
