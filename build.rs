//! The press's own templates and fonts are compiled into the binary: a change in them is a change of the program.

fn main() {
    for folder in ["templates", "fonts"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
