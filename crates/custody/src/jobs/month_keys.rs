//! Keys of months are made a month ahead, so that no act waits for one.

use crate::{
    door::{
        Inner,
        months::{self, month_of},
    },
    refused::Refused,
};
use azukari_vault::RecordKind;

impl Inner {
    /// Makes the keys of this month and the next where they are missing.
    pub(crate) async fn make_months_ahead(&self) -> Result<(), Refused> {
        let this = month_of(self.clock.now());
        for service in self.all_services().await? {
            let known = self.store.month_keys(service.key).await?;
            for (kind, month) in RecordKind::ALL.into_iter().flat_map(|kind| [(kind, this), (kind, this.next())]) {
                let is_known =
                    known.iter().any(|row| &*row.kind == kind.word() && row.month == months::row_number(month));
                if !is_known {
                    self.make_month(service.key, &service.id, kind, month).await?;
                }
            }
        }
        Ok(())
    }
}
