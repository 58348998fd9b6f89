//! The press's own templates and fonts and the pages of the rules are compiled into the binary: a change in them is a
//! change of the program.

fn main() {
    for folder in ["templates", "fonts", "docs/rules"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
