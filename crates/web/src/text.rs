//! Sentences in both languages. A missing translation does not compile.

use azukari_model::Lang;

/// One sentence in Japanese and in English.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Both {
    ja: &'static str,
    en: &'static str,
}

impl Both {
    pub(crate) const fn new(ja: &'static str, en: &'static str) -> Self {
        Self { ja, en }
    }

    pub(crate) const fn pick(self, lang: Lang) -> &'static str {
        lang.pick(self.ja, self.en)
    }
}
