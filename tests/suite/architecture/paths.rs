//! Every path that a source file mentions, resolved as far as a reader without the compiler can.

use std::collections::HashMap;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// A path in a file: its segments from the crate root (`["crate", "wire", "http"]`) or from an external crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Segments; the first is `crate` or the name of an external crate or of `std`.
    pub segments: Vec<String>,
    /// Line, from 1.
    pub line: usize,
}

/// Module path of a file: `src/wire/http.rs` is `["wire", "http"]`.
pub fn module_of(file: &Path) -> Vec<String> {
    let mut parts: Vec<String> =
        file.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    if parts.first().is_some_and(|p| p == "src") {
        parts.remove(0);
    }
    if let Some(last) = parts.last_mut() {
        *last = last.trim_end_matches(".rs").to_owned();
    }
    if parts.last().is_some_and(|p| p == "lib" || p == "main") {
        parts.pop();
    }
    parts
}

/// All paths of `text` outside `#[cfg(test)]`.
pub fn mentions(file: &Path, text: &str) -> Result<Vec<Mention>, String> {
    let parsed = syn::parse_file(text).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut finder = Finder { module: module_of(file), names: HashMap::new(), found: Vec::new() };
    // names first: a `use` further down renames paths further up
    for item in &parsed.items {
        if let syn::Item::Use(item) = item
            && !is_test(&item.attrs)
        {
            finder.use_tree(&item.tree, &mut Vec::new());
        }
    }
    finder.visit_file(&parsed);
    Ok(finder.found)
}

struct Finder {
    module: Vec<String>,
    /// What a name in scope stands for.
    names: HashMap<String, Vec<String>>,
    found: Vec<Mention>,
}

fn is_test(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|a| {
        a.path().is_ident("test")
            || (a.path().is_ident("cfg")
                && a.meta.require_list().is_ok_and(|l| l.tokens.to_string() == "test"))
    })
}

impl Finder {
    /// Turns `self`, `super` and renamed heads into segments from the root.
    fn resolve(&self, segments: &[String]) -> Vec<String> {
        let Some(head) = segments.first() else { return Vec::new() };
        let mut base: Vec<String>;
        let mut rest = segments;
        match head.as_str() {
            "self" | "super" => {
                base = self.module.clone();
                if head == "self" {
                    rest = &rest[1..];
                }
                while rest.first().is_some_and(|s| s == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
                base.insert(0, "crate".into());
            }
            _ => match self.names.get(head) {
                Some(target) if target.first() != Some(head) || target.len() > 1 => {
                    base = target.clone();
                    rest = &rest[1..];
                }
                _ => base = Vec::new(),
            },
        }
        base.extend(rest.iter().cloned());
        base
    }

    fn note(&mut self, segments: &[String], line: usize) {
        let segments = self.resolve(segments);
        if !segments.is_empty() {
            self.found.push(Mention { segments, line });
        }
    }

    fn use_tree(&mut self, tree: &syn::UseTree, prefix: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(p) => {
                prefix.push(p.ident.to_string());
                self.use_tree(&p.tree, prefix);
                prefix.pop();
            }
            syn::UseTree::Name(n) => self.bind(&n.ident, &n.ident.to_string(), prefix),
            syn::UseTree::Rename(r) => self.bind(&r.ident, &r.rename.to_string(), prefix),
            syn::UseTree::Glob(g) => {
                let mut segments = prefix.clone();
                segments.push("*".into());
                self.note(&segments, g.star_token.spans[0].start().line);
            }
            syn::UseTree::Group(g) => {
                for tree in &g.items {
                    self.use_tree(tree, prefix);
                }
            }
        }
    }

    fn bind(&mut self, ident: &syn::Ident, name: &str, prefix: &[String]) {
        let mut segments = prefix.to_vec();
        if ident != "self" {
            segments.push(ident.to_string());
        }
        self.note(&segments, ident.span().start().line);
        let resolved = self.resolve(&segments);
        let name =
            if name == "self" { segments.last().cloned().unwrap_or_default() } else { name.into() };
        self.names.insert(name, resolved);
    }

    /// Macros are opaque to the parser: every `a :: b :: c` in their tokens counts.
    fn tokens(&mut self, stream: TokenStream) {
        let mut run: Vec<String> = Vec::new();
        let (mut colons, mut line) = (0, 0);
        for tree in stream {
            match &tree {
                TokenTree::Ident(i) => {
                    if colons != 2 && !run.is_empty() {
                        self.flush(&mut run, line);
                    }
                    if run.is_empty() {
                        line = i.span().start().line;
                    }
                    run.push(i.to_string());
                    colons = 0;
                }
                TokenTree::Punct(p) if p.as_char() == ':' => colons += 1,
                TokenTree::Group(g) => {
                    // `use a::{b, c}` inside a macro: each member continues the run
                    let prefix = if colons == 2 { run.clone() } else { Vec::new() };
                    self.flush(&mut run, line);
                    colons = 0;
                    if prefix.is_empty() {
                        self.tokens(g.stream());
                    } else {
                        self.group_members(&prefix, g.stream(), line);
                    }
                }
                _ => {
                    self.flush(&mut run, line);
                    colons = 0;
                }
            }
        }
        self.flush(&mut run, line);
    }

    fn group_members(&mut self, prefix: &[String], stream: TokenStream, line: usize) {
        for tree in stream {
            match tree {
                TokenTree::Ident(i) => {
                    let mut segments = prefix.to_vec();
                    segments.push(i.to_string());
                    self.note(&segments, line);
                }
                TokenTree::Group(g) => self.group_members(prefix, g.stream(), line),
                _ => {}
            }
        }
    }

    fn flush(&mut self, run: &mut Vec<String>, line: usize) {
        if run.len() > 1 || run.first().is_some_and(|r| self.names.contains_key(r)) {
            let segments = std::mem::take(run);
            self.note(&segments, line);
        }
        run.clear();
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attrs = match item {
            syn::Item::Mod(i) => &i.attrs,
            syn::Item::Fn(i) => &i.attrs,
            syn::Item::Use(i) => &i.attrs,
            syn::Item::Impl(i) => &i.attrs,
            syn::Item::Macro(i) => &i.attrs,
            syn::Item::Struct(i) => &i.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_test(attrs) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &mut Vec::new());
    }

    /// `pub(crate)` says who may see an item, not what the item uses.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        self.note(&[item.ident.to_string(), "*".into()], item.ident.span().start().line);
        if let Some((_, name)) = &item.rename {
            self.names.insert(name.to_string(), vec![item.ident.to_string()]);
        }
    }

    /// `pub(crate)` and `pub(in crate::wire)` say who may look in, not who is looked at.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        if let Some(first) = path.segments.first() {
            self.note(&segments, first.ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.visit_path(&mac.path);
        self.tokens(mac.tokens.clone());
    }

    fn visit_attribute(&mut self, attr: &'ast syn::Attribute) {
        self.visit_path(attr.path());
        if let syn::Meta::List(list) = &attr.meta {
            self.tokens(list.tokens.clone());
        }
    }
}
