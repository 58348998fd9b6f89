//! What goes to the printing house.

use super::Press;
use super::drafts::{Findings, Order};
use super::editions::{Made, Part, made, stands};
use crate::diagnostic::{Diagnostic, Report};
use crate::merge::{self, Templates};
use crate::model::{Artefact, Edition, Manuscript, Medium, PrintProfile, Verdict};
use crate::{preflight, prepress, typeset};

impl Press {
    /// Makes the files of a print edition, if they do not stand. Its pictures are finer than the screen's. `alone` is whether
    /// its pages are the only ones that are set.
    pub(super) fn make_print(&self, order: &Order, edition: &Edition, alone: bool) -> Part {
        let mut own = Vec::new();
        let Some(draft) = self.draft(order, edition, None).collect(&mut own) else {
            return made(edition, None, None, own);
        };
        if let Some(known) = order.known(edition, &draft) {
            return stands(edition, draft.key, known);
        }
        let manuscript = &draft.manuscript;
        let sheets = typeset::typeset(&manuscript.leaves[0], manuscript, self.engine()).collect(&mut own);
        let aside = sheets.as_ref().map_or_else(Vec::new, |sheets| sheets.contrast(&self.house.brand));
        let files = sheets.and_then(|sheets| {
            let files = self.print(&sheets, manuscript, order.templates, order.manuscripts);
            files.collect(&mut own)
        });
        let files = files.map(|mut files| {
            if alone && order.manuscripts {
                files.manuscripts.extend(self.lay_out(manuscript));
            }
            files
        });
        let part = made(edition, draft.key, files, Vec::new());
        Part { found: Findings { own, aside }, ..part }
    }

    /// What goes to the printing house: the pages, imposed sheets if the house wants them, and the report.
    pub(super) fn print(
        &self,
        sheets: &typeset::Sheets,
        manuscript: &Manuscript,
        templates: &Templates,
        manuscripts: bool,
    ) -> Report<Made> {
        let mut found = Vec::new();
        let files = self.print_files(sheets, manuscript, templates, manuscripts, &mut found);
        Report::new(files, found)
    }

    fn print_files(
        &self,
        sheets: &typeset::Sheets,
        manuscript: &Manuscript,
        templates: &Templates,
        manuscripts: bool,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Made> {
        let metadata = &manuscript.metadata;
        let pages = sheets.press_pages().collect(found)?;
        let bytes = prepress::prepress(&pages, &self.house, metadata).collect(found)?;
        let demands = self.house.profile.print.as_ref().map(PrintProfile::demands).unwrap_or_default();
        let verdict = preflight::preflight(&bytes, &demands);
        if !verdict.passes() {
            let pages = sheets.page_map();
            found.extend(verdict.findings(&metadata.edition, |page| manuscript.begins(&pages, page)));
        }
        let path = metadata.edition.path();
        let name = path.rsplit('/').next().unwrap_or(&path);
        let json = format!("{:#}\n", verdict.report(name, Some(&metadata.edition))).into_bytes();
        let stem = path.strip_suffix(".pdf").unwrap_or(&path);
        let (report, merged) = self.report(&verdict, manuscript, templates).collect(found)?;
        let mut files = vec![
            Artefact { path: format!("{stem}.preflight.json"), bytes: json },
            Artefact { path: format!("{stem}.preflight.pdf"), bytes: report },
        ];
        if self.house.profile.print.as_ref().is_some_and(|print| print.imposition.is_some()) {
            let sheets = prepress::impose(&bytes, &self.house, metadata).collect(found)?;
            files.push(Artefact { path: format!("{stem}.booklet.pdf"), bytes: sheets });
        }
        files.insert(0, Artefact { path, bytes });
        let manuscripts = if manuscripts { self.lay_out(&merged) } else { Vec::new() };
        Some(Made { editions: files, manuscripts })
    }

    /// What preflight says of an edition, on a page that goes to the printing house with it; and the text that it was set from.
    fn report(
        &self,
        verdict: &Verdict,
        edition: &Manuscript,
        templates: &Templates,
    ) -> Report<(Vec<u8>, Manuscript)> {
        let mut found = Vec::new();
        let pictures = self.marks(Medium::Screen, &mut found);
        let report = merge::merge_report(verdict, edition, pictures, &self.house, templates);
        let report = report.collect(&mut found).and_then(|report| {
            let sheets = typeset::typeset(&report.leaves[0], &report, self.engine()).collect(&mut found)?;
            let pdf = sheets.pdf().collect(&mut found)?;
            Some((pdf, report))
        });
        Report::new(report, found)
    }
}
