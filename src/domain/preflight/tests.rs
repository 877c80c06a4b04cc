//! Each check on a small configuration that is whole, and on what planted faults make of it; by the rules of both releases.

mod guarded;
mod laws;
mod live;
mod table;

use super::*;
use crate::domain::cs::{Tree, parse};
use crate::domain::inventory::{Context, Inventory};
use crate::domain::layout::Rules;
use crate::domain::why::State;

/// A DIRAC 9 installation at which tokens work for `myvo` at `arc.example`, and by CE tag at `condor.example`.
pub(super) const WHOLE: &str = "
Systems
{
  Framework
  {
    URLs
    {
      TokenManager = https://dirac.example:8443/Framework/TokenManager
    }
  }
  WorkloadManagement
  {
    Agents
    {
      SiteDirectorMy
      {
        VO = myvo
      }
    }
  }
}
Registry
{
  Users
  {
    ada
    {
      DN = /DC=org/CN=ada
    }
  }
  Groups
  {
    my_pilot
    {
      Users = ada
      Properties = GenericPilot, LimitedDelegation
      VO = myvo
    }
  }
  Hosts
  {
    agent.example
    {
      DN = /DC=org/CN=agent.example
      Properties = FullDelegation
    }
  }
  VO
  {
    myvo
    {
      IdProvider = IAM
    }
    other
    {
    }
  }
}
Resources
{
  IdProviders
  {
    IAM
    {
      ProviderType = IAM
      issuer = https://iam.example/
    }
  }
  Sites
  {
    LCG
    {
      LCG.Here.ch
      {
        CEs
        {
          arc.example
          {
            CEType = AREX
            Tag = Token:myvo
            Queues
            {
              a-slurm-long
              {
                maxCPUTime = 100
                SI00 = 250
              }
              a-slurm-short
              {
                CPUTime = 100
              }
            }
          }
          condor.example
          {
            CEType = HTCondorCE
            Tag = Token
            Queues
            {
              condor
              {
                CPUTime = 100
              }
            }
          }
          login.example
          {
            CEType = SSH
            Queues
            {
              batch
              {
                CPUTime = 100
              }
            }
          }
        }
      }
    }
  }
}
Operations
{
  Defaults
  {
    Pilot
    {
      GenericPilotUser = ada
    }
  }
  myvo
  {
    Pilot
    {
      GenericPilotGroup = my_pilot
    }
  }
}
";

/// [`WHOLE`] with pieces of it replaced; each must be in it.
pub(super) fn with(changes: &[(&str, &str)]) -> Tree {
    let mut text = WHOLE.to_owned();
    for (old, new) in changes {
        assert!(text.contains(old), "not in the text: {old}");
        text = text.replace(old, new);
    }
    parse(text).unwrap()
}

pub(super) fn inventory(tree: &Tree, rules: Rules) -> Inventory {
    Inventory::build(tree, &Context { rules })
}

/// The pre-flight of `myvo` at this CE.
pub(super) fn flight(tree: &Tree, rules: Rules, ce: &str, live: &Live) -> Preflight {
    flight_of("myvo", tree, rules, ce, live)
}

pub(super) fn flight_of(vo: &str, tree: &Tree, rules: Rules, ce: &str, live: &Live) -> Preflight {
    let inventory = inventory(tree, rules);
    let ground = Ground::new(tree, &inventory);
    let of_vo = ground.of_vo(vo);
    let ce = inventory.ces.iter().find(|known| known.name == ce).unwrap();
    explain(&ground, &Question { ce, vo: &of_vo, queue: None, live })
}

/// Rows of one check.
pub(super) fn of<'f>(flight: &'f Preflight, id: &str) -> Vec<&'f Row> {
    flight.rows.iter().filter(|row| row.check.id == id).collect()
}

/// The only row of a check.
pub(super) fn one<'f>(flight: &'f Preflight, id: &str) -> &'f Row {
    let rows = of(flight, id);
    assert_eq!(rows.len(), 1, "{id}: {rows:?}");
    rows[0]
}

/// Checks that fail, by their names, each once.
pub(super) fn failing(flight: &Preflight) -> Vec<&'static str> {
    let mut ids: Vec<&str> = flight
        .rows
        .iter()
        .filter(|row| row.verdict == State::Fails)
        .map(|row| row.check.id)
        .collect();
    ids.dedup();
    ids
}
