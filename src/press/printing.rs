//! What goes to the printing house.

use super::Press;
use super::editions::Made;
use crate::diagnostic::{Diagnostic, Report};
use crate::merge::{self, Templates};
use crate::model::{Artefact, Edition, FairCopy, Manuscript, Medium, PrintProfile, Reproductions, Verdict};
use crate::{preflight, prepress, typeset};

impl Press {
    /// Sets the pages of a print edition, whose pictures are finer than the screen's, and makes its files.
    pub(super) fn set_print(
        &self,
        copies: &[&FairCopy],
        pictures: &Reproductions,
        edition: &Edition,
        templates: &Templates,
        manuscripts: bool,
    ) -> Report<Made> {
        let mut found = Vec::new();
        let manuscript =
            merge::merge(copies, pictures, &self.house, templates, edition, None).collect(&mut found);
        let files = manuscript.and_then(|manuscript| {
            let sheets = typeset::typeset(&manuscript.leaves[0], &manuscript, self.engine());
            let sheets = sheets.collect(&mut found)?;
            self.print(&sheets, &manuscript, templates, manuscripts).collect(&mut found)
        });
        Report::new(files, found)
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
