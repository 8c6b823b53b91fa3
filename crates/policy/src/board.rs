//! The promise board: for each clause what keeps it, and how strongly.
//!
//! *Enforced*: an act that breaks it is refused, or the program does it by itself. *Asked*: the company's system asks; it could
//! have looked without asking. *Attested*: people do it and leave evidence. *Statement*: there is nothing to keep. Else *not
//! yet*. A clause is as strong as the weakest thing that keeps it.

use crate::{
    declared::{Keeper, Operation, Policy},
    guarantee::Guarantee,
    vocabulary::{Family, words},
};
use azukari_model::{Language, Name, Words};

words! {
    /// How a clause is kept, the weakest first.
    pub enum Kept {
        NotYet = "not-yet", Statement = "statement", Attested = "attested", Asked = "asked", Enforced = "enforced",
    }
}

impl Kept {
    /// The word people read.
    pub fn label(self, language: Language) -> &'static str {
        let (ja, en) = match self {
            Self::NotYet => ("未", "not yet"),
            Self::Statement => ("宣言", "statement"),
            Self::Attested => ("実施記録", "attested"),
            Self::Asked => ("照会", "asked"),
            Self::Enforced => ("強制", "enforced"),
        };
        if language == Language::JA { ja } else { en }
    }
}

/// A clause and what keeps it.
#[derive(Clone, Debug)]
pub struct Promise {
    pub clause: String,
    pub title: Words,
    pub text: Words,
    pub kept: Kept,
    /// What keeps it, each with its own strength.
    pub by: Vec<(Keeper, Kept)>,
    /// It has clauses inside, and they carry it.
    pub is_outer: bool,
}

/// Every clause of a policy, in the order of its prose.
pub fn promises(policy: &Policy, operation: Option<&Operation>) -> Vec<Promise> {
    let board = Board { policy, operation };
    policy.prose.clauses.iter().map(|clause| board.promise(clause)).collect()
}

/// A keeper as `FAMILY.ID`, or as the word the policy uses.
pub fn keeper_name(keeper: &Keeper) -> String {
    match keeper {
        Keeper::Declared(family, id) => format!("{family}.{id}"),
        Keeper::Grounds => "service.grounds".to_owned(),
        Keeper::Incident => "incident".to_owned(),
        Keeper::Revision => "revision".to_owned(),
        Keeper::Transmissions => "service.transmissions".to_owned(),
        Keeper::Guarantee(guarantee) => format!("guarantee:{guarantee}"),
    }
}

struct Board<'a> {
    policy: &'a Policy,
    operation: Option<&'a Operation>,
}

impl Board<'_> {
    fn promise(&self, clause: &crate::prose::Clause) -> Promise {
        let own: Vec<(Keeper, Kept)> =
            self.keepers(&clause.id).iter().map(|keeper| (keeper.clone(), self.strength(keeper))).collect();
        let inner = self.inner_strength(&clause.id);
        let kept = if clause.statement {
            Kept::Statement
        } else {
            own.iter().map(|(_, kept)| *kept).chain(inner).min().unwrap_or(Kept::NotYet)
        };
        Promise {
            clause: clause.id.clone(),
            title: clause.title.clone(),
            text: clause.own.clone(),
            kept,
            is_outer: own.is_empty() && inner.is_some(),
            by: own,
        }
    }

    fn keepers(&self, clause: &str) -> &[Keeper] {
        self.policy.bonds.kept_by.iter().find(|(id, _)| id == clause).map_or(&[], |(_, keepers)| keepers)
    }

    /// The weakest of the clauses inside that have something to keep.
    fn inner_strength(&self, clause: &str) -> Option<Kept> {
        self.policy
            .prose
            .clauses
            .iter()
            .filter(|inner| !inner.statement && inner.id.strip_prefix(clause).is_some_and(|rest| rest.starts_with('.')))
            .map(|inner| {
                let own = self.keepers(&inner.id).iter().map(|keeper| self.strength(keeper)).min();
                own.or_else(|| self.inner_strength(&inner.id)).unwrap_or(Kept::NotYet)
            })
            .min()
    }

    fn strength(&self, keeper: &Keeper) -> Kept {
        match keeper {
            Keeper::Declared(family, id) => self.declared_strength(*family, id),
            Keeper::Grounds | Keeper::Revision => Kept::Enforced,
            Keeper::Transmissions => Kept::Statement,
            // The procedure for incidents is not built yet.
            Keeper::Incident => Kept::NotYet,
            Keeper::Guarantee(guarantee) => guarantee_strength(*guarantee),
        }
    }

    fn declared_strength(&self, family: Family, id: &Name) -> Kept {
        match family {
            Family::Measure | Family::System => Kept::Attested,
            Family::Contact => Kept::Statement,
            // The site asks the gate; the script that blocks by itself is not built yet.
            Family::Tag | Family::Category => Kept::Asked,
            Family::Purpose => self.by_items(self.policy.purpose(id).map(|purpose| purpose.items.as_slice())),
            Family::Group => {
                let purposes = self.policy.group(id).map(|group| group.purposes.as_slice()).unwrap_or_default();
                purposes
                    .iter()
                    .map(|purpose| self.declared_strength(Family::Purpose, purpose))
                    .min()
                    .unwrap_or(Kept::Enforced)
            }
            Family::Source => self.by_items(self.policy.source(id).map(|source| source.takes.as_slice())),
            Family::Provision | Family::JointUse | Family::Recipient => {
                self.by_items(self.policy.flow(id).map(|flow| flow.items.as_slice()))
            }
            Family::Item => self.by_items(Some(std::slice::from_ref(id))),
            _ => Kept::Enforced,
        }
    }

    /// Asked, if one of the items stays in a system of the company; enforced otherwise.
    fn by_items(&self, items: Option<&[Name]>) -> Kept {
        let stays = |item: &Name| {
            let origin = self.policy.item(item).and_then(|item| item.derived_from.as_ref()).unwrap_or(item);
            self.operation.is_some_and(|operation| operation.holder_of(origin).is_some())
        };
        if items.unwrap_or_default().iter().any(stays) { Kept::Asked } else { Kept::Enforced }
    }
}

/// Guarantees whose whole code path runs are enforced; those that reach into a browser or into another system are asked or
/// attested until the other side answers by itself.
const fn guarantee_strength(guarantee: Guarantee) -> Kept {
    match guarantee {
        Guarantee::UnlistedTagsBlocked | Guarantee::StopReachesTags => Kept::Asked,
        Guarantee::ErasureReachesSystems => Kept::Attested,
        _ => Kept::Enforced,
    }
}
