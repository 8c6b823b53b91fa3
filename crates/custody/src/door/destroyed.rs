//! Lists of destroyed openings, as anybody may fetch them.

use super::Inner;
use crate::{
    door::months::month_of_row,
    refused::{DoorCode, Refused},
};
use azukari_ledger::{Hash, destroyed::Listed};

impl Inner {
    /// Every list, oldest first.
    pub(crate) async fn destroyed(&self) -> Result<Vec<Listed>, Refused> {
        let lists = self.store.opening_lists().await?.into_iter();
        let listed = lists.map(|(list, index)| {
            Ok(Listed {
                kind: list.kind.parse().map_err(|_| DoorCode::Internal)?,
                period: month_of_row(list.month).to_string(),
                count: list.count,
                index,
                hash: Hash::new(list.hash),
            })
        });
        listed.collect()
    }

    /// A list by its hash, as it is.
    pub(crate) async fn destroyed_list(&self, hash: Hash) -> Result<String, Refused> {
        self.store.opening_list(*hash.bytes()).await?.ok_or_else(|| DoorCode::NotFound.into())
    }
}
