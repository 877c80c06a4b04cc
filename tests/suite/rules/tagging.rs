//! Tagging CEs: what the edits do to exactly the pairs of CE and VO that were asked for, and to no other.

mod laws;
mod traps;

use dirac_tokens::domain::cs::{Edit, Tree};
use dirac_tokens::domain::inventory::{Context, Inventory};
use dirac_tokens::domain::layout::Rules;
use dirac_tokens::domain::tagging::{CePlan, Note, Outcome, Plan, Request, What, Why, plan};

use super::installation::Cfg;

/// A configuration and what it says.
struct Installation {
    tree: Tree,
    inventory: Inventory,
}

impl Installation {
    fn new(tree: Tree, rules: Rules) -> Self {
        let inventory = Inventory::build(&tree, &Context { rules });
        Self { tree, inventory }
    }

    fn of(cfg: &Cfg) -> Self {
        Self::new(cfg.tree(), Rules::V9)
    }

    fn vo(&self, name: &str) -> usize {
        let at = self.inventory.vos.iter().position(|vo| vo.name == name);
        at.unwrap_or_else(|| panic!("there is no VO {name}"))
    }

    fn plan(&self, ces: &[usize], request: &Request) -> Plan {
        plan(&self.tree, &self.inventory, ces, request)
    }

    /// The installation as it is after the plan.
    fn after(&self, plan: &Plan) -> Self {
        let tree = edited(&self.tree, &plan.step().edits);
        Self::new(tree, self.inventory.rules)
    }
}

/// The tree after edits of options.
fn edited(tree: &Tree, edits: &[Edit]) -> Tree {
    let mut cfg = Cfg::of(tree.root());
    for edit in edits {
        let path = edit.path().as_str();
        let list = || -> Vec<String> {
            let value = cfg.value(path).unwrap_or_default();
            let parts = value.split(',').map(str::trim).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect()
        };
        cfg = match edit {
            Edit::Set { value, .. } => cfg.set(path, value),
            Edit::Unset { .. } => cfg.without(path),
            Edit::AddElement { element, .. } => {
                let mut list = list();
                assert!(!list.contains(element), "{edit}: it is there already");
                list.push(element.clone());
                cfg.set(path, &list.join(", "))
            }
            Edit::RemoveElement { element, .. } => {
                let mut list = list();
                assert!(list.contains(element), "{edit}: it is not there");
                list.retain(|one| one != element);
                cfg.set(path, &list.join(", "))
            }
            other => panic!("no edit of tags: {other}"),
        };
    }
    cfg.tree()
}

fn request(what: What, vos: &[usize]) -> Request {
    Request::new(what, vos.to_vec())
}
