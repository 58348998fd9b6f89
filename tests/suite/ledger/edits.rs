//! Whatever is done to a house, an incremental build makes what a clean build makes.

use crate::{Project, diptych, repository};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

/// One thing that somebody does to a house.
#[derive(Clone, Debug)]
enum Edit {
    Word(usize, usize),
    Line(usize),
    Touch(usize),
    Colour(u8),
    Picture(u8),
    Delete(usize),
    Alter(usize),
    Remove,
    Return,
    Terms(u8),
    Component(u8),
    Directory(u8),
    Warn(usize),
    /// A remark in a file of the house.
    Remark(usize, u8),
    House(u8),
    Marks(bool),
    /// A template, style or component of the house's own, with a remark that is printed, or not.
    Own(usize, u8),
    Font(u8),
    /// Editions that are built by themselves.
    Build(usize),
    /// A build that is killed.
    Kill(u8),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        (0..4usize, 0..9usize).prop_map(|(file, word)| Edit::Word(file, word)),
        (0..4usize).prop_map(Edit::Line),
        (0..6usize).prop_map(Edit::Touch),
        any::<u8>().prop_map(Edit::Colour),
        any::<u8>().prop_map(Edit::Picture),
        (0..6usize).prop_map(Edit::Delete),
        (0..6usize).prop_map(Edit::Alter),
        Just(Edit::Remove),
        Just(Edit::Return),
        any::<u8>().prop_map(Edit::Terms),
        any::<u8>().prop_map(Edit::Component),
        any::<u8>().prop_map(Edit::Directory),
        (0..4usize).prop_map(Edit::Warn),
        (0..YAML.len(), any::<u8>()).prop_map(|(file, word)| Edit::Remark(file, word)),
        any::<u8>().prop_map(Edit::House),
        any::<bool>().prop_map(Edit::Marks),
        (0..OWN.len(), 0..3u8).prop_map(|(file, word)| Edit::Own(file, word)),
        any::<u8>().prop_map(Edit::Font),
        (0..BUILDS.len()).prop_map(Edit::Build),
        any::<u8>().prop_map(Edit::Kill),
    ];
    prop::collection::vec(edit, 1..9)
}

const PROSE: [&str; 4] =
    ["sources/note/fr.md", "sources/note/en.md", "sources/other/fr.md", "sources/other/en.md"];

const YAML: [&str; 4] =
    ["sources/house.yaml", "sources/_brand.yml", "sources/directory.yaml", "templates/terms/en.yaml"];

/// Templates, and what is written of them: `@` is the press's own text, `{}` a figure.
const OWN: [(&str, &str); 7] = [
    ("note.typ.j2", "@\n// {}\n"),
    ("note.typ.j2", "{# {} #}@"),
    ("note.xhtml.j2", "@<!-- {} -->\n"),
    ("cover.typ.j2", "@\n// {}\n"),
    ("report.typ.j2", "@\n#v({}pt)\n"),
    ("brand/book.css", "@\np { margin-left: {}px }\n"),
    ("brand/own.typ", "@\n// {}\n"),
];

const BUILDS: [&[&str]; 6] = [
    &["--force"],
    &["--languages", "fr"],
    &["--media", "epub"],
    &["--media", "print", "--languages", "en"],
    &["--shard", "1/2"],
    &["--prune"],
];

fn apply(project: &Project, edit: &Edit) {
    let text = |path: &str| fs::read_to_string(project.root().join(path)).ok();
    let put = |path: &str, change: &dyn Fn(String) -> String| {
        if let Some(text) = text(path) {
            project.write(path, &change(text));
        }
    };
    match edit {
        Edit::Word(file, word) => put(PROSE[*file], &|text| format!("{text}\nMot{word}.\n")),
        Edit::Line(file) => put(PROSE[*file], &|text| text.replacen("\n\n", "\n\n\n", 1)),
        Edit::Warn(file) => put(PROSE[*file], &|text| format!("{text}\nLe le mot.\n")),
        Edit::Touch(file) => {
            let files = project.files("sources");
            let path = &files[file % files.len()];
            let file = fs::File::options().append(true).open(project.root().join("sources").join(path));
            file.and_then(|file| file.set_modified(SystemTime::now())).expect("a touch");
        }
        Edit::Colour(tone) => {
            put("sources/_brand.yml", &|text| text.replace("#123456", &format!("#12345{}", 1 + tone % 3)));
        }
        Edit::Picture(tone) => {
            let drawing = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><rect width=\"{}\" height=\"9\"/></svg>",
                5 + tone % 30
            );
            project.write("sources/note/images/a.svg", &drawing);
            for path in &PROSE[..2] {
                put(path, &|text| match text.contains("images/a.svg") {
                    true => text,
                    false => format!("{text}\n![Un carré](images/a.svg)\n"),
                });
            }
        }
        Edit::Delete(file) | Edit::Alter(file) => {
            let files = project.files("out");
            let Some(path) =
                files.get(file % files.len().max(1)).map(|path| project.root().join("out").join(path))
            else {
                return;
            };
            match edit {
                Edit::Delete(_) => fs::remove_file(path).expect("an edition"),
                _ => {
                    let mut bytes = fs::read(&path).expect("an edition");
                    bytes[0] ^= 1;
                    fs::write(path, bytes).expect("an edition");
                }
            }
        }
        Edit::Remove => drop(fs::remove_dir_all(project.root().join("sources/other"))),
        Edit::Return => super::add(project, "other"),
        Edit::Terms(word) => {
            let own = super::own_template("terms/en.yaml");
            project.write(
                "templates/terms/en.yaml",
                &own.replace("agenda: Agenda", &format!("agenda: Agenda{word}")),
            );
        }
        Edit::Component(size) => super::component(project, size % 3),
        Edit::Directory(word) => {
            put("sources/directory.yaml", &|text| {
                format!("{text}# {word}\n").replace("League", &format!("League{}", word % 3))
            });
        }
        Edit::Remark(file, word) => put(YAML[*file], &|text| format!("# {word}\n{text}\n# {word}\n")),
        Edit::House(value) => {
            let values = ["a4", "a5"].map(|paper| format!("paper: {paper}"));
            let [own, other] = if value % 2 == 0 { values } else { [values[1].clone(), values[0].clone()] };
            put("sources/house.yaml", &|text| match text.contains(&own) {
                true => text.replace(&own, &other),
                false => format!("{}\n{other}\n", text.replace(&format!("\n{other}\n"), "\n")),
            });
        }
        Edit::Marks(shown) => put("sources/house.yaml", &|text| {
            let without = text.lines().filter(|line| !line.starts_with("print:"));
            let without: Vec<&str> = without.collect();
            format!("{}\nprint: {{marks: {shown}}}\n", without.join("\n"))
        }),
        Edit::Own(file, word) => {
            let (path, comment) = OWN[*file];
            let own = super::own_template(path);
            project.write(
                &format!("templates/{path}"),
                &comment.replace("{}", &word.to_string()).replace("@", &own),
            );
        }
        Edit::Font(number) => {
            let name = ["SourceSans3-SemiBold.ttf", "SourceSans3-Bold.ttf"][usize::from(number % 2)];
            let path = repository().join("fonts/source-sans-3").join(name);
            let folder = project.root().join("fonts/source-sans-3");
            fs::create_dir_all(&folder).expect("a folder");
            fs::copy(path, folder.join("SourceSans3-Bold.ttf")).expect("a font");
        }
        Edit::Build(arguments) => drop(project.run(&[&["build"], BUILDS[*arguments]].concat())),
        Edit::Kill(moment) => {
            let mut child = diptych();
            child.args(["build", "--media", "screen,epub"]).current_dir(project.root());
            let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a build");
            std::thread::sleep(Duration::from_millis(u64::from(*moment)));
            child.kill().ok();
            child.wait().expect("the program ended");
        }
    }
}

/// Exit status, what was printed, and the files that were named.
fn outcome(project: &Project, media: &str) -> (i32, String, String, BTreeMap<String, Vec<u8>>) {
    let run = project.run(&["build", "--media", media, "--diagnostics", "json"]);
    let files = run.stdout.lines().map(|path| (path.to_owned(), project.read(path)));
    let files = files.collect();
    (run.status, run.stdout, run.stderr, files)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]
    #[test]
    fn an_incremental_build_is_a_clean_build(edits in edits()) {
        let project = super::house();
        project.change("sources/house.yaml", "media: [screen, epub]", "media: [screen, print, epub]");
        project.change("sources/house.yaml", "[fr, en, fr-en]", "[en, fr-en]");
        outcome(&project, "screen,epub");
        for (number, edit) in edits.iter().enumerate() {
            apply(&project, edit);
            // What goes to the printing house takes the most time, and is looked at now and then.
            let media = if number % 4 == 3 { "screen,print,epub" } else { "screen,epub" };
            let found = outcome(&project, media);
            let clean = Project::copy_of("tests/house");
            fs::remove_dir_all(clean.root().join("sources")).expect("sources");
            for folder in ["sources", "templates", "fonts"] {
                if project.exists(folder) {
                    clean.overlay_at(folder, &project.root().join(folder));
                }
            }
            prop_assert!(found == outcome(&clean, media), "after {edit:?}:\n{}\n{}", found.1, found.2);
        }
    }
}
