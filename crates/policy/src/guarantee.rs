//! Guarantees: built-in behaviours that can keep a clause. A closed list, each one code path and one scenario test.

use crate::vocabulary::words;

words! {
    /// A built-in behaviour that can keep a clause.
    pub enum Guarantee {
        PurposeShownFirst = "purpose-shown-first", UseWithinPurposes = "use-within-purposes",
        ConsentBeforeProvision = "consent-before-provision", ProvisionRecorded = "provision-recorded",
        AgreementBeforeProvision = "agreement-before-provision", JointUsePublishedFirst = "joint-use-published-first",
        WideningAsksFirst = "widening-asks-first", ExtraItemsDropped = "extra-items-dropped",
        UnlistedTagsBlocked = "unlisted-tags-blocked", StopReachesTags = "stop-reaches-tags",
        NoPersonFromDevice = "no-person-from-device", WayOutInEveryMail = "way-out-in-every-mail",
        IdentityBeforeRelease = "identity-before-release", RecordBeforeRelease = "record-before-release",
        ReasonTold = "reason-told", ErasedWhenDue = "erased-when-due", ErasureReachesSystems = "erasure-reaches-systems",
        StaffRefusedWithout = "staff-refused-without", LeastAccess = "least-access", SealedAtRest = "sealed-at-rest",
        TamperEvident = "tamper-evident", VersionsReadable = "versions-readable",
    }
}
