//! A profile over its language, or a house's changes over the press's own: two trees of YAML become one, in which everything keeps its place in its own file.

use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Entry, Node, NodeValue};

/// The keys by which a profile changes a list in place of writing it anew.
pub const ADD: &str = "add";
pub const REMOVE: &str = "remove";

/// Lays a profile over the terms of its language.
///
/// Keys with values are joined key by key, as deep as they go. A single value or a list takes the place of what stands
/// there. A key with nothing after it, or `~`, takes the key away. `{add: […], remove: […]}` in the place of a list
/// changes the list. What should be taken away and is not there goes to `found`.
pub fn overlay(base: Node, over: Node, found: &mut Vec<Diagnostic>) -> Node {
    let value = match (base.value, over.value) {
        (value, NodeValue::Empty) => value,
        (NodeValue::Mapping(mut entries), NodeValue::Mapping(changes)) => {
            for change in changes {
                alter(&mut entries, change, found);
            }
            NodeValue::Mapping(entries)
        }
        (NodeValue::Sequence(items), NodeValue::Mapping(changes)) if is_edit(&changes) => {
            NodeValue::Sequence(edited(items, changes, found))
        }
        (_, value) => return Node { value, span: over.span },
    };
    Node { value, span: base.span }
}

fn alter(entries: &mut Vec<Entry>, change: Entry, found: &mut Vec<Diagnostic>) {
    let at = entries.iter().position(|entry| entry.key == change.key);
    match (at, &change.value.value) {
        (Some(at), NodeValue::Empty) => {
            entries.remove(at);
        }
        (None, NodeValue::Empty) => {
            let message = format!("there is no key '{}' here to take away", change.key);
            let known = entries.iter().map(|entry| entry.key.as_str());
            found.push(Diagnostic::error("unknown-key", change.key_span.clone(), message).hint(
                match nearest(&change.key, known) {
                    Some(key) => format!("did you mean '{key}'?"),
                    None => "remove this line, or write a value after the key".to_owned(),
                },
            ));
        }
        (Some(at), _) => {
            let Entry { key, key_span, value } = entries.remove(at);
            // What is replaced as a whole stands where the profile wrote it.
            let joined = matches!(
                (&value.value, &change.value.value),
                (NodeValue::Mapping(_) | NodeValue::Sequence(_), NodeValue::Mapping(_))
            );
            let key_span = if joined { key_span } else { change.key_span };
            entries.insert(at, Entry { key, key_span, value: overlay(value, change.value, found) });
        }
        (None, _) => entries.push(change),
    }
}

fn is_edit(changes: &[Entry]) -> bool {
    let is_list = |entry: &Entry| matches!(entry.value.value, NodeValue::Sequence(_));
    !changes.is_empty()
        && changes.iter().all(|entry| matches!(entry.key.as_str(), ADD | REMOVE) && is_list(entry))
}

fn edited(mut items: Vec<Node>, changes: Vec<Entry>, found: &mut Vec<Diagnostic>) -> Vec<Node> {
    let (removed, added): (Vec<_>, Vec<_>) = changes.into_iter().partition(|entry| entry.key == REMOVE);
    for item in removed.into_iter().flat_map(|entry| listed(entry.value)) {
        let before = items.len();
        items.retain(|other| !is_alike(other, &item));
        if items.len() == before {
            let what = match &item.value {
                NodeValue::Scalar { text, .. } => format!("'{text}'"),
                _ => "this".to_owned(),
            };
            let message = format!("{what} is not in the list that is to be changed");
            found.push(
                Diagnostic::error("unknown-value", item.span, message)
                    .hint("remove it here, or write it as the terms of the language do"),
            );
        }
    }
    items.extend(added.into_iter().flat_map(|entry| listed(entry.value)));
    items
}

fn listed(node: Node) -> Vec<Node> {
    match node.value {
        NodeValue::Sequence(items) => items,
        _ => Vec::new(),
    }
}

/// Whether two nodes say the same.
fn is_alike(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (NodeValue::Scalar { text: one, .. }, NodeValue::Scalar { text: other, .. }) => one == other,
        (NodeValue::Sequence(one), NodeValue::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_alike(one, other))
        }
        (NodeValue::Mapping(one), NodeValue::Mapping(other)) => {
            let has = |entry: &Entry| {
                other.iter().any(|twin| twin.key == entry.key && is_alike(&twin.value, &entry.value))
            };
            one.len() == other.len() && one.iter().all(has)
        }
        (NodeValue::Empty, NodeValue::Empty) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::overlay;
    use crate::model::stock::read;
    use crate::model::{Node, NodeValue, SourceFile};
    use std::sync::Arc;

    fn node(name: &str, text: &str) -> Node {
        read(&Arc::new(SourceFile { path: name.to_owned(), text: text.to_owned() }))
    }

    /// A tree in one line, each value with the file that it stands in.
    fn told(node: &Node) -> String {
        match &node.value {
            NodeValue::Empty => "~".to_owned(),
            NodeValue::Scalar { text, .. } => format!("{text}@{}", node.span.file.path),
            NodeValue::Sequence(items) => {
                format!("[{}]", items.iter().map(told).collect::<Vec<_>>().join(" "))
            }
            NodeValue::Mapping(entries) => {
                let entries = entries.iter().map(|entry| format!("{}:{}", entry.key, told(&entry.value)));
                format!("{{{}}}", entries.collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[test]
    fn a_profile_changes_what_it_names_and_nothing_else() {
        for (base, over, expected) in [
            ("a: 1\nb: 2", "b: 3\nc: 4", "{a:1@base b:3@over c:4@over}"),
            ("a: {b: {c: 1, d: 2}}", "a: {b: {d: 3}}", "{a:{b:{c:1@base d:3@over}}}"),
            ("a: 1\nb: {c: 1, d: 2}", "a: ~\nb: {d: }", "{b:{c:1@base}}"),
            ("a: [1, 2]", "a: [3]", "{a:[3@over]}"),
            ("a: [1, 2]", "a: {add: [3]}", "{a:[1@base 2@base 3@over]}"),
            ("a: [1, {b: 2}]", "a: {add: [3], remove: [{b: 2}]}", "{a:[1@base 3@over]}"),
            ("a: [1]", "a: {f: 2}", "{a:{f:2@over}}"),
            ("a: 1", "a: {f: 2}", "{a:{f:2@over}}"),
            ("a: {f: 1, m: 2}", "a: 3", "{a:3@over}"),
            ("a: 1", "# nothing\n~", "{a:1@base}"),
        ] {
            let mut found = Vec::new();
            assert_eq!(
                told(&overlay(node("base", base), node("over", over), &mut found)),
                expected,
                "{over}"
            );
            assert!(found.is_empty(), "{over}: {found:?}");
        }
    }

    #[test]
    fn what_is_not_there_cannot_be_taken_away() {
        for (base, over, code, hint) in [
            ("a: {bees: 1}", "a: {bee: ~}", "unknown-key", "did you mean 'bees'?"),
            ("a: {b: 1}", "house: ~", "unknown-key", "remove this line, or write a value after the key"),
            (
                "a: [1]",
                "a: {remove: [2]}",
                "unknown-value",
                "remove it here, or write it as the terms of the language do",
            ),
        ] {
            let mut found = Vec::new();
            overlay(node("base", base), node("over", over), &mut found);
            let said: Vec<_> = found.iter().map(|finding| (finding.code, finding.hint.as_deref())).collect();
            assert_eq!(said, [(code, Some(hint))], "{over}");
        }
    }
}
