//! Taking apart what was pasted.

use roosted_contract::{Draft, Field};

use super::{State, errand};
use crate::form::{Fill, Form};
use crate::text;

/// A longer text is no address of anybody, in bytes.
const MOST: usize = 2_000;

impl State {
    /// Something was pasted into a field. `typed` tells what stands in the form then, and `fill_in` fills it in where
    /// nobody has to be asked.
    pub fn pasted(
        self,
        pasted: String,
        into: Field,
        typed: impl Fn() -> Option<Draft> + 'static,
        fill_in: impl Fn() + 'static,
    ) {
        let is_block = pasted.contains(['\n', '\r', '\t', ',', '<', ':', '(']);
        if pasted.len() > MOST || !is_block || self.peek(Form::is_blocked) {
            return;
        }
        let Some(page) = self.page() else { return };
        let labels = self.words.peek(text::labels);
        errand(async move {
            let Some(read) = page.take_apart(&pasted, into, labels).await else { return };
            let Some(typed) = typed() else { return };
            let Some(fill) = Fill::offer(into, read, &typed) else { return };
            if !fill.is_plain() {
                self.update(|form| form.pasted(fill));
            } else if typed.get(into) == pasted.trim_end_matches(['\n', '\r']) {
                self.update(|form| form.pasted(fill));
                fill_in();
            }
        });
    }
}
