//! The refresh tokens: looked at, revoked once each, looked at again.

use super::{Halt, Run, Token};
use crate::domain::oidc::{ClientCredentials, TokenKind};
use crate::domain::secret::Secret;
use crate::domain::stop::{Death, Done, Fate, How, Step, StepKind};
use crate::domain::token::StoredTokens;
use crate::ops::stop::past::Reached;
use crate::wire::error::WireError;
use crate::wire::oidc::{IssuerChanges, Metadata};
use crate::wire::service::TokenManagerChanges;

/// A refresh token whose issuer can be asked, and how.
struct Reachable<'t> {
    /// Its place among the tokens of the run.
    at: usize,
    secret: &'t Secret<String>,
    metadata: Metadata,
    client: ClientCredentials,
    /// The row says that it was issued to this very client: what an earlier run was told counts.
    same_client: bool,
}

impl<M: TokenManagerChanges, I: IssuerChanges> Run<'_, M, I> {
    /// Halts where something that has to be revoked is out of reach: then nothing is sent at all.
    pub(super) fn check_reach(&mut self, present: &[StoredTokens]) -> Result<(), Halt> {
        if self.how != How::Revoke {
            return Ok(());
        }
        let stuck = self.tokens.iter().find(|token| {
            !token.death.lets_row_go()
                && held(present, token).is_some()
                && matches!(self.fate(token), Some(Fate::OutOfReach(_)))
        });
        match stuck.map(|token| (token.key.0.clone(), token.why.clone())) {
            Some((provider, why)) => self.halt(format!(
                "Nothing was sent: the refresh token at {provider} cannot be revoked from here. {why}"
            )),
            None => Ok(()),
        }
    }

    pub(super) fn fate(&self, token: &Token) -> Option<&Fate> {
        let planned =
            self.plan.rows.iter().find(|one| {
                one.row.provider == token.key.0 && one.row.refresh == Some(token.key.1)
            });
        planned.map(|one| &one.refresh)
    }

    /// Looks at every refresh token that the plan has revoked, then revokes those that need it. Where nothing is to be deleted
    /// unless all are revoked, the first that is not ends it.
    pub(super) async fn revoke_all(&mut self, present: &[StoredTokens]) -> Result<(), Halt> {
        let mut reachable = Vec::new();
        for at in 0..self.tokens.len() {
            reachable.extend(self.reach(at, present).await);
        }
        let mut waiting = Vec::new();
        for one in reachable {
            if self.look_before(&one).await? {
                waiting.push(one);
            }
        }
        let mut revoked_at: Vec<String> = Vec::new();
        for one in waiting {
            let Some(provider) = self.tokens.get(one.at).map(|token| token.key.0.clone()) else {
                continue;
            };
            // a refresh token may have taken others of the same grant with it
            if revoked_at.contains(&provider) && self.died_along(&one).await? {
                continue;
            }
            let death = self.revoke(&one).await?;
            revoked_at.push(provider);
            if self.how == How::Revoke && !death.lets_row_go() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// How to ask about the token at `at`; `None`, with the reason kept, if that is not possible.
    async fn reach<'t>(&mut self, at: usize, present: &'t [StoredTokens]) -> Option<Reachable<'t>> {
        let token = self.tokens.get(at)?;
        let Some(Fate::Revocable { client: planned }) = self.fate(token) else { return None };
        let stored = held(present, token)?;
        let provider = token.key.0.as_str();
        let issuer = self.desk.issuer(provider);
        let found = match (self.desk.credentials(provider), &stored.refresh, issuer) {
            (Some(client), Some(secret), Some(issuer)) if client.id == *planned => {
                match self.desk.metadata(issuer).await {
                    Ok(metadata) => Ok((client, secret, metadata)),
                    Err(error) => Err(self.sentence(&error)),
                }
            }
            (_, None, _) => Err("It is no text that could be sent.".to_owned()),
            _ => Err(format!(
                "What this host knew of {provider} when it was planned has changed: plan anew."
            )),
        };
        match found {
            Ok((client, secret, metadata)) => {
                let same_client = stored.row.client_id.as_ref() == Some(&client.id);
                Some(Reachable { at, secret, metadata, client, same_client })
            }
            Err(why) => {
                if let Some(token) = self.tokens.get_mut(at)
                    && token.death == Death::Alive
                {
                    token.why = why;
                }
                None
            }
        }
    }

    /// Asks the issuer about a token. Whether it is active, if it says so; and a sentence.
    async fn introspect(&mut self, one: &Reachable<'_>) -> (Option<bool>, String) {
        if one.metadata.introspection_endpoint().is_none() {
            return (None, "The issuer has no introspection endpoint.".into());
        }
        let desk = self.desk;
        let kind = TokenKind::Refresh;
        match desk.issuers.introspect(&one.metadata, &one.client, one.secret, kind).await {
            Ok(told) => {
                let word = if told.active { "active" } else { "not active" };
                (Some(told.active), format!("The issuer says: {word} (client {}).", one.client.id))
            }
            Err(error) => (None, self.sentence(&error)),
        }
    }

    fn step(
        &self,
        one: &Reachable<'_>,
        kind: StepKind,
        done: Done,
        active: Option<bool>,
        evidence: String,
    ) -> Step {
        let token = self.tokens.get(one.at);
        Step {
            kind,
            provider: token.map(|token| token.key.0.clone()),
            row: token.and_then(|token| token.row),
            refresh: token.map(|token| token.key.1),
            done,
            active,
            evidence,
        }
    }

    /// What became of the token, and why that is all that can be said.
    fn settle(&mut self, one: &Reachable<'_>, death: Death, why: impl Into<String>) {
        if let Some(token) = self.tokens.get_mut(one.at) {
            (token.death, token.why) = (death, why.into());
        }
    }

    /// Looks at a token before anything is sent; says whether it has to be revoked now.
    async fn look_before(&mut self, one: &Reachable<'_>) -> Result<bool, Halt> {
        let Some(token) = self.tokens.get(one.at) else { return Ok(false) };
        let recorded = self.past.token(&token.key);
        let (told, mut evidence) = self.introspect(one).await;
        // "not active", said to another client than before, is no answer to what the first was told
        let strange = told == Some(false) && recorded.was_active && !one.same_client;
        let active = told.filter(|_| !strange);
        if strange {
            evidence.push_str(" Whether the earlier run asked as the same client is not known.");
        }
        let done = if told.is_some() { Done::Yes } else { Done::No };
        let was_active = active == Some(true) || recorded.was_active && one.same_client;
        if let Some(token) = self.tokens.get_mut(one.at) {
            token.was_active = was_active;
        }
        let step = self.step(one, StepKind::Before, done, active, evidence.clone());
        self.ended(step)?;
        let begun = recorded.revoked.is_begun();
        match active {
            Some(true) => {
                self.settle(one, Death::Alive, "It was not revoked.");
                Ok(true)
            }
            Some(false) if was_active => {
                self.settle(
                    one,
                    Death::Proven,
                    "The issuer said active before and not active now.",
                );
                let why = if begun {
                    "An earlier run sent it, and the issuer says that the token is dead."
                } else {
                    "The token died since an earlier run saw it active; nothing was sent."
                };
                let step = self.step(one, StepKind::Revoke, Done::Earlier, None, why.into());
                self.ended(step)?;
                Ok(false)
            }
            _ if begun => {
                let accepted = recorded.revoked == Reached::Accepted;
                let death = if accepted { Death::Accepted } else { Death::InDoubt };
                self.settle(one, death, format!("{} {evidence}", super::of_the_past(death)));
                Ok(false)
            }
            _ => Ok(true),
        }
    }

    /// Whether the revocation of another token of the same issuer has killed this one, which was active before.
    async fn died_along(&mut self, one: &Reachable<'_>) -> Result<bool, Halt> {
        if !self.tokens.get(one.at).is_some_and(|token| token.was_active) {
            return Ok(false);
        }
        let (active, evidence) = self.introspect(one).await;
        if active != Some(false) {
            return Ok(false);
        }
        self.settle(one, Death::Proven, "The issuer said active before and not active after.");
        let evidence = format!("{evidence} It went with another token of the same grant.");
        let step = self.step(one, StepKind::After, Done::Yes, active, evidence);
        self.ended(step)?;
        Ok(true)
    }

    /// Revokes a token, once, and looks at it again.
    async fn revoke(&mut self, one: &Reachable<'_>) -> Result<Death, Halt> {
        let Some((key, was_active)) =
            self.tokens.get(one.at).map(|token| (token.key.clone(), token.was_active))
        else {
            return Ok(Death::Alive);
        };
        self.intend(StepKind::Revoke, Some(&key))?;
        let desk = self.desk;
        let kind = TokenKind::Refresh;
        let sent = desk.issuers.revoke(&one.metadata, &one.client, one.secret, kind).await;
        let (done, said) = match &sent {
            Ok(()) => (Done::Yes, "The issuer answered 200.".to_owned()),
            Err(error) if error.ambiguous() => (Done::Unknown, self.sentence(error)),
            Err(error) => (Done::No, self.sentence(error)),
        };
        let step = self.step(one, StepKind::Revoke, done, None, said.clone());
        let written = self.ended(step);
        let (active, evidence) = self.introspect(one).await;
        let asked = if active.is_some() { Done::Yes } else { Done::No };
        // "active" in the record was said to another client, perhaps: beside it this must not be a proof for a later run
        let strange = active == Some(false) && !was_active && self.past.token(&key).was_active;
        let said_of_it = active.filter(|_| !strange);
        let step = self.step(one, StepKind::After, asked, said_of_it, evidence.clone());
        let seen = self.ended(step);
        let in_flight = sent.as_ref().is_err_and(WireError::ambiguous);
        let death = match (active, done) {
            (Some(false), _) if was_active => Death::Proven,
            (Some(true), _) if in_flight => Death::InDoubt,
            (Some(true), _) | (_, Done::No) => Death::Alive,
            (_, Done::Unknown) => Death::InDoubt,
            (_, Done::Yes | Done::Earlier) => Death::Accepted,
        };
        let why = match (death, active) {
            (Death::Proven, _) => "The issuer said active before and not active after.".to_owned(),
            (Death::Alive, Some(true)) if done == Done::Yes => {
                format!("{said} It still says that the token is active.")
            }
            (Death::Accepted, Some(false)) => format!(
                "{said} It does so for any token; and it never said to this client that the token is active, so that it is not \
                 active now proves nothing."
            ),
            (Death::Accepted, _) => {
                format!(
                    "{said} It does so for any token; whether it is active could not be asked. {evidence}"
                )
            }
            (Death::InDoubt, _) => format!("{said} {evidence} It was sent once and not again."),
            _ => said,
        };
        self.settle(one, death, why);
        written.and(seen)?;
        Ok(death)
    }
}

/// The row that holds a token, with its secrets.
fn held<'t>(present: &'t [StoredTokens], token: &Token) -> Option<&'t StoredTokens> {
    present.iter().find(|stored| {
        stored.row.provider == token.key.0 && stored.row.refresh == Some(token.key.1)
    })
}
