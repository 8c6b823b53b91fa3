//! The files of `vendors/`, as they came with the program. A test holds the list against the folder.

macro_rules! files {
    ($($id:literal)*) => {
        pub(super) const FILES: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../../../../vendors/", $id, ".toml"))),)*];
    };
}

files! {
    "google-analytics"
}
