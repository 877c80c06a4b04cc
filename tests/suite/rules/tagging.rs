//! Tagging CEs: what the edits do to exactly the pairs of CE and VO that were asked for, and to no other.

mod laws;
mod prepared;
mod traps;

use dirac_tokens::domain::cs::Tree;
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
        let tree = self.tree.edited(&plan.step().edits, None).expect("the edits can be applied");
        Self::new(tree, self.inventory.rules)
    }
}

fn request(what: What, vos: &[usize]) -> Request {
    Request::new(what, vos.to_vec())
}
