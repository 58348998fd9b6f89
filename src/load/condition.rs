//! How the press prints. In: the path that `print.profile` of `house.yaml` writes. Out: the profile, or why no press can be
//! described by it.

mod icc;

use super::disk::{self, Project, Trouble};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Condition, PrintProfile};

/// Reads the profile that the house names; without one, it is that of the press itself.
pub fn read(project: &Project, print: Option<&PrintProfile>, found: &mut Vec<Diagnostic>) -> Condition {
    let Some(path) = print.and_then(|print| print.profile.as_ref()) else { return Condition::default() };
    let written = path.plain();
    let place = path.span().cloned();
    let judged = open(project, &written).and_then(|bytes| {
        let judged = icc::judge(&bytes).map_err(|icc::Refusal { code, trouble, hint }| {
            Diagnostic::error(code, None, format!("the profile '{written}' {trouble}")).hint(hint)
        });
        judged.map(|()| bytes)
    });
    match judged {
        Ok(bytes) => Condition { profile: bytes.into(), place },
        Err(finding) => {
            found.push(Diagnostic { span: place, ..finding });
            Condition::default()
        }
    }
}

fn open(project: &Project, written: &str) -> Result<Vec<u8>, Diagnostic> {
    let outside = |hint: &str| {
        Diagnostic::error("icc-outside", None, format!("the profile '{written}' is outside the project"))
            .hint(hint)
    };
    let Some(path) = disk::resolve("", written) else {
        return Err(outside(
            "copy it into the project's folder and name it from there, with / between folders, such as inks/press.icc",
        ));
    };
    project.bytes(&path).map_err(|trouble| match trouble {
        Trouble::Outside => outside("a link on the way leads out: copy the profile into the project's folder"),
        Trouble::Missing => {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            let beside = project.list(folder, &mut Vec::new());
            let near = nearest(name, beside.iter().map(|entry| entry.name.as_str()));
            let hint = match near {
                Some(near) if folder.is_empty() => format!("did you mean '{near}'?"),
                Some(near) => format!("did you mean '{folder}/{near}'?"),
                None if project.exists(&format!("sources/{path}")) => {
                    format!("did you mean 'sources/{path}'?")
                }
                None => "its path begins at the project's folder, beside sources/; the printing house gives the file".to_owned(),
            };
            Diagnostic::error("icc-missing", None, format!("there is no profile '{written}'")).hint(hint)
        }
        other => Diagnostic { span: None, ..other.diagnostic(&path) },
    })
}
