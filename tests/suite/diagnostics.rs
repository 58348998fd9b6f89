//! What the formats of findings promise: SARIF that its schema accepts, commands that GitHub reads, marks under the very
//! words.

use super::{Project, repository};
use boon::{Compiler, Schemas};
use serde_json::{Value, json};
use std::fs;

/// What is wrong with a document, as a JSON Schema of `tests/schemas` has it; formats such as `uri-reference` count.
pub fn faults(schema: Value, document: &Value) -> Option<String> {
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("schema.json", schema).expect("a resource");
    let index = compiler.compile("schema.json", &mut schemas).expect("a sound schema");
    schemas.validate(document, index).err().map(|error| format!("{error:#}"))
}

fn sarif_faults(document: &Value) -> Option<String> {
    let path = repository().join("tests/schemas/sarif-2.1.0.json");
    let schema = fs::read_to_string(path).expect("the schema");
    faults(serde_json::from_str(&schema).expect("JSON"), document)
}

/// A house with an error in a file whose path must be escaped, and a warning.
fn faulty() -> Project {
    let project = Project::copy_of("tests/house");
    fs::rename(project.root().join("sources"), project.root().join("keep")).expect("moved");
    let root = project.root().join("my house, 100%: é");
    fs::create_dir(&root).expect("a folder");
    fs::rename(project.root().join("keep"), root.join("sources")).expect("moved");
    project.change(&format!("{ROOT}/sources/note/session.yaml"), "kind:", "kindd:");
    project.change(&format!("{ROOT}/sources/note/fr.md"), "# ", "# 😀 [ici](javascript:x) ");
    project
}

const ROOT: &str = "my house, 100%: é";

#[test]
fn sarif_is_what_its_schema_asks_for() {
    let project = faulty();
    let run = project.run(&["check", ROOT, "--diagnostics", "sarif"]).expect(1);
    let log: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
    assert_eq!(sarif_faults(&log), None);

    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let results = run["results"].as_array().expect("results");
    assert!(results.len() >= 2, "{log:#}");
    for result in results {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().expect("a number") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let result = results.iter().find(|result| result["ruleId"] == "unknown-key").expect("a finding");
    assert_eq!(result["message"]["text"], "Unknown key 'kindd'. Did you mean 'kind'?");
    let place = &result["locations"][0]["physicalLocation"];
    let uri = "my%20house%2C%20100%25%3A%20%C3%A9/sources/note/session.yaml";
    assert_eq!(place["artifactLocation"]["uri"], uri);
    assert_eq!(place["region"]["startColumn"], 1);
    assert_eq!(place["region"]["endColumn"], 6);
    // The emoji is one column: columns are code points.
    let result = results.iter().find(|result| result["ruleId"] == "link-scheme").expect("a finding");
    let column = result["locations"][0]["physicalLocation"]["region"]["startColumn"].as_u64();
    let text = String::from_utf8(project.read(&format!("{ROOT}/sources/note/fr.md"))).expect("UTF-8");
    let line = text.lines().next().expect("a line");
    let words = line.chars().skip(column.expect("a column") as usize - 1).collect::<String>();
    assert!(words.starts_with("[ici]") || words.starts_with("javascript"), "{words}");
}

/// Columns are counted in characters of the text, without the byte order mark, in a file of Windows as in any other.
#[test]
fn every_format_counts_the_same_columns() {
    for case in ["mark.wide-letters", "mark.facts-wide", "yaml.windows-key", "yaml.windows-multibyte"] {
        let project = Project::copy_of("tests/house");
        project.overlay(&repository().join("tests/slips").join(case).join("in"));
        let says = |format| project.run(&["check", "--diagnostics", format]).expect(1).stderr;
        let json: Value = serde_json::from_str(&says("json")).expect("one JSON document");
        let place = &json["diagnostics"][0]["place"];
        let (line, from, to) = (&place["line"], &place["column"], &place["endColumn"]);

        let sarif: Value = serde_json::from_str(&says("sarif")).expect("one JSON document");
        let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
        let expected = json!({ "startLine": line, "startColumn": from, "endLine": line, "endColumn": to });
        assert_eq!(*region, expected, "{case}");

        let github = says("github");
        let columns = format!(",line={line},endLine={line},col={from},endColumn={to},");
        assert!(github.contains(&columns), "{case}: {columns} is not in {github}");

        // The text names the same place, and its mark begins below the words that the columns cut out.
        let file = place["file"].as_str().expect("a file");
        let text = says("text");
        assert!(text.contains(&format!("--> {file}:{line}:{from}\n")), "{case}: {text}");
    }
}

#[test]
fn sarif_tells_failures_of_the_program() {
    let project = Project::copy_of("tests/house");
    let run = project.run(&["check", "nowhere", "--diagnostics", "sarif"]).expect(2);
    let log: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
    assert_eq!(sarif_faults(&log), None);
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let text = &invocation["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(text, "there is no folder nowhere: name the one that holds sources/");

    let well = Project::copy_of("tests/house").run(&["check", "--diagnostics", "sarif"]).expect(0);
    let log: Value = serde_json::from_str(&well.stderr).expect("one JSON document");
    assert_eq!(sarif_faults(&log), None);
    assert_eq!(log["runs"][0]["results"], json!([]));
}

#[test]
fn the_schema_of_sarif_refuses_what_is_planted() {
    let run = faulty().run(&["check", ROOT, "--diagnostics", "sarif"]).expect(1);
    let log: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
    for (place, wrong) in [
        ("/version", json!("2.2")),
        ("/runs/0/results/0/level", json!("fatal")),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b%")),
        ("/runs/0/tool/driver/rules", json!([{}])),
    ] {
        let mut planted = log.clone();
        *planted.pointer_mut(place).unwrap_or_else(|| panic!("{place} is not there")) = wrong;
        assert!(sarif_faults(&planted).is_some(), "a defect at {place} is let pass");
    }
}

#[test]
fn github_reads_each_finding_as_one_command() {
    let run = faulty().run(&["check", ROOT, "--diagnostics", "github"]).expect(1);
    let expected = "::error file=my house%2C 100%25%3A é/sources/note/session.yaml,line=2,endLine=2,col=1,endColumn=6,\
                    title=unknown-key::Unknown key 'kindd'. Did you mean 'kind'?";
    assert!(run.stderr.lines().any(|line| line == expected), "{}", run.stderr);
    assert!(run.stderr.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")));
    let run = faulty().run(&["check", "nowhere", "--diagnostics", "github"]).expect(2);
    assert_eq!(
        run.stderr,
        "::error title=diptych::there is no folder nowhere: name the one that holds sources/\n"
    );
}

#[test]
fn a_second_place_is_shown_in_every_format() {
    let project = Project::copy_of("tests/house");
    project.change("sources/note/fr.md", "2. Que faire ensuite ?", "2. Que faire ensuite ?\n3. Et après ?");
    let run = |format: &str| project.run(&["check", "--diagnostics", format]).expect(1).stderr;

    let text = run("text");
    for words in ["--> sources/note/en.md:10:4", "::: sources/note/fr.md:11:", "its pair is missing"] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    let json: Value = serde_json::from_str(&run("json")).expect("one JSON document");
    let related = &json["diagnostics"][0]["related"][0];
    assert_eq!(related["place"]["file"], "sources/note/fr.md", "{json:#}");
    assert_eq!((&related["place"]["line"], &related["message"]), (&json!(11), &json!("its pair is missing")));

    let mut log: Value = serde_json::from_str(&run("sarif")).expect("one JSON document");
    assert_eq!(sarif_faults(&log), None);
    let related = "/runs/0/results/0/relatedLocations/0";
    let location = log.pointer_mut(related).expect("a related location");
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], "sources/note/fr.md");
    assert_eq!(location["physicalLocation"]["region"]["startLine"], 11);
    location["physicalLocation"]["region"]["startLine"] = json!(0);
    assert!(sarif_faults(&log).is_some(), "a defect at {related} is let pass");

    let github = run("github");
    assert_eq!(github.lines().count(), 1, "{github}");
    assert!(github.trim_end().ends_with("See sources/note/fr.md:11: its pair is missing."), "{github}");
}

/// A house whose template is the press's own with a line added at its end.
fn with_line(template: &str, line: &str) -> (Project, usize) {
    let project = Project::copy_of("tests/house");
    let path = format!("templates/{template}");
    let own = fs::read_to_string(repository().join(&path)).expect("a template");
    project.write(&path, &format!("{own}{line}\n"));
    (project, own.lines().count() + 1)
}

#[test]
fn a_mistake_of_a_template_is_shown_in_its_line() {
    for (template, line, words) in [
        ("note.typ.j2", "#read(\"x\")", "there is no file 'x'"),
        ("note.typ.j2", "#import \"@preview/cetz:0.3.0\"", "package not found"),
        ("note.typ.j2", "#let x = (", "unclosed delimiter"),
        ("note.typ.j2", "#while true {}", "condition is always true"),
        ("note.typ.j2", "#panic(\"no\")", "panicked with: no"),
        ("note.typ.j2", "#paragraf([x])", "unknown variable: paragraf"),
        ("note.typ.j2", "{% if x %}", "unexpected end of input"),
        ("note.typ.j2", "{{ nothing }}", "undefined value"),
        (
            "note.typ.j2",
            "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
            "does not come to an end",
        ),
        ("cover.typ.j2", "#paragraf([x])", "unknown variable: paragraf"),
        ("brand/prose.typ", "#paragraf([x])", "unknown variable: paragraf"),
        ("brand/prose.typ", "#let x = (", "unclosed delimiter"),
        ("brand/agenda.typ", "#panic(\"no\")", "panicked with: no"),
        ("note.typ.j2", "{{ copies|nofilter }}", "unknown filter"),
        ("cover.typ.j2", "{{ nothing }}", "undefined value"),
        ("note.typ.j2", "#\"漢\"", "could not be displayed"),
        ("note.xhtml.j2", "<p>", "more than one outermost element"),
        ("note.xhtml.j2", "{{ nothing }}", "undefined value"),
        ("note.xhtml.j2", "{% for %}", "unexpected"),
    ] {
        let (project, number) = with_line(template, line);
        let run = project.run(&["build", "--diagnostics", "json"]).expect(1);
        let report: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
        let finding = &report["diagnostics"][0];
        assert!(finding["message"].as_str().is_some_and(|message| message.contains(words)), "{finding:#}");
        let place = (finding["place"]["file"].as_str(), finding["place"]["line"].as_u64());
        assert_eq!(place, (Some(&*format!("templates/{template}")), Some(number as u64)), "{finding:#}");
        assert!(finding["hint"].is_string(), "{finding:#}");
    }
}

/// A component that fails when the template calls it: the mistake is the component's.
#[test]
fn a_mistake_within_a_component_is_shown_in_its_line() {
    for (file, sound, broken, words) in [
        (
            "prose.typ",
            "#let paragraph(body) = par(body)",
            "#let paragraph(body) = panic(\"no\")",
            "panicked with: no",
        ),
        ("prose.typ", "#let paragraph(body) = par(body)", "#let paragraph(body) = par(int(body))", "integer"),
        (
            "prose.typ",
            "#let paragraph(body) = par(body)",
            "#let paragraph(body) = pra(body)",
            "unknown variable: pra",
        ),
        ("page.typ", "#let ", "#let broken = 1 + \"a\"\n#let ", "cannot add integer and string"),
    ] {
        let project = Project::copy_of("tests/house");
        let path = format!("templates/brand/{file}");
        let own = fs::read_to_string(repository().join(&path)).expect("a component");
        assert!(own.contains(sound), "{file} does not hold {sound}");
        project.write(&path, &own.replacen(sound, broken, 1));
        let line = own.split(sound).next().expect("a part").lines().count() + 1;
        let run = project.run(&["build", "--media", "screen", "--diagnostics", "json"]).expect(1);
        let report: Value = serde_json::from_str(&run.stderr).expect("one JSON document");
        let finding = &report["diagnostics"][0];
        assert!(finding["message"].as_str().is_some_and(|message| message.contains(words)), "{finding:#}");
        let place = (finding["place"]["file"].as_str(), finding["place"]["line"].as_u64());
        assert_eq!(place, (Some(path.as_str()), Some(line as u64)), "{finding:#}");
    }
}

/// A component that its template calls wrongly: the mistake is in the template's line, not in the words that it sets there.
#[test]
fn a_wrong_call_is_shown_in_the_line_of_its_template() {
    let project = Project::copy_of("tests/house");
    let path = "templates/brand/prose.typ";
    let own = fs::read_to_string(repository().join(path)).expect("a component");
    project.write(path, &own.replacen("paragraph(body)", "paragraph(body, lead)", 1));
    let run = project.run(&["build", "--media", "screen", "--languages", "fr"]).expect(1);
    assert!(run.stderr.contains("missing argument: lead"), "{}", run.stderr);
    let template = fs::read_to_string(repository().join("templates/note.typ.j2")).expect("the template");
    let line = template.lines().position(|line| line.starts_with("paragraph(")).expect("the call") + 1;
    assert!(run.stderr.contains(&format!("--> templates/note.typ.j2:{line}:1")), "{}", run.stderr);
}

#[test]
fn an_empty_template_is_named() {
    let project = Project::copy_of("tests/house");
    project.write("templates/note.typ.j2", "");
    let run = project.run(&["build"]).expect(1);
    assert!(run.stderr.contains("the template note.typ.j2 is empty"), "{}", run.stderr);
    // A component that another calls is missed where it is called.
    let project = Project::copy_of("tests/house");
    project.write("templates/brand/prose.typ", "");
    let run = project.run(&["build"]).expect(1);
    assert!(run.stderr.contains("unknown variable: paragraph"), "{}", run.stderr);
    assert!(run.stderr.contains("--> templates/note.typ.j2:"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_elsewhere_is_not_passed_over() {
    for folder in ["templates", "fonts", "sources/other"] {
        let project = Project::copy_of("tests/house");
        std::os::unix::fs::symlink(repository().join("templates"), project.root().join(folder))
            .expect("a link");
        let run = project.run(&["check"]).expect(1);
        let words = format!("error[file-outside]: '{folder}' is a link that leads out of the project");
        assert!(run.stderr.contains(&words), "{}", run.stderr);
    }
}
