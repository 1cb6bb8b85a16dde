//! What happens, done in the ledger and in its model alike.

use std::time::Duration;

use roosted_contract::{ClientId, Code, Problem};

use super::{Invitation, Submission, World, client, id, payload};
use crate::ledger::invitations::Invited;
use crate::ledger::properties::Step;
use crate::ledger::rows::{Claim, Claimed};
use crate::ledger::store::Statement;
use crate::ledger::{Caller, now};

impl World {
    pub(in crate::ledger::properties) async fn step(&mut self, step: Step) {
        match step {
            Step::Claim { process, key, payload } => self.claims(process, key, payload).await,
            Step::Sending(back) => {
                let Some((claim, ledger, claimed)) = self.claim(back) else { return };
                let sent = ledger.sending(&claimed, None).await.unwrap();
                let row = self.fitting(claim, &["claimed"]);
                assert_eq!(sent, row.is_some());
                if let Some((key, row)) = row {
                    row.state = "sending";
                    self.note(key, None, None, "sending");
                }
            }
            Step::Created(back, number) => {
                let Some((claim, ledger, claimed)) = self.claim(back) else { return };
                ledger.created(&claimed, &client(number), now()).await.unwrap();
                assert!(ledger.was_there(&id(number), 0).await.unwrap());
                let client = (!self.is_taken(number)).then_some(number);
                if let Some((key, row)) = self.fitting(claim, &["sending", "unconfirmed"]) {
                    row.state = "created";
                    (row.client, row.answer, row.is_looked_up) = (client, Some(number), false);
                    self.note(key, None, None, "created");
                }
            }
            Step::Rejected(back) => {
                let Some((claim, ledger, claimed)) = self.claim(back) else { return };
                let problem = Problem::new(Code::UpstreamRejected, "");
                ledger.rejected(&claimed, &problem, now()).await.unwrap();
                if let Some((key, row)) = self.fitting(claim, &["sending", "unconfirmed"]) {
                    (row.state, row.is_looked_up) = ("rejected", false);
                    self.note(key, None, Some(Code::UpstreamRejected), "rejected");
                }
            }
            Step::Unconfirmed(back) => {
                let Some((claim, ledger, claimed)) = self.claim(back) else { return };
                ledger.unconfirmed(&claimed, now(), Duration::ZERO).await.unwrap();
                if let Some((key, row)) = self.fitting(claim, &["sending"]) {
                    (row.state, row.is_looked_up) = ("unconfirmed", true);
                    self.note(key, None, None, "unconfirmed");
                }
            }
            Step::Release(back) => {
                let Some((claim, ledger, claimed)) = self.claim(back) else { return };
                let why = Some(Code::UpstreamBusy);
                ledger.release(&claimed, why, now()).await.unwrap();
                let open = ["claimed", "sending", "unconfirmed"];
                if let Some((key, _)) = self.fitting(claim, &open) {
                    self.note(key, None, why, "released");
                    self.submissions.remove(&key);
                }
            }
            Step::Adopt(process) => self.adopts(process).await,
            Step::Found { key, client: number } => {
                let due = self.processes[0].due().await.unwrap();
                let due = due.iter().find(|it| it.name == self.name(key).hash);
                let is_due = self.submissions.get(&key).is_some_and(|it| it.is_looked_up);
                assert_eq!(due.is_some(), is_due);
                let Some(due) = due else { return };
                let found = self.processes[0].found(due, &client(number)).await.unwrap();
                assert_eq!(found, !self.is_taken(number));
                if found {
                    let row = self.submissions.get_mut(&key).unwrap();
                    (row.state, row.is_looked_up) = ("created", false);
                    (row.client, row.answer) = (Some(number), Some(number));
                    self.note(key, Some("found"), None, "created");
                }
            }
            Step::LastLook(key) => {
                let due = self.processes[0].due().await.unwrap();
                let Some(due) = due.iter().find(|it| it.name == self.name(key).hash) else {
                    return;
                };
                self.processes[0].looked(due, None, None).await.unwrap();
                self.submissions.get_mut(&key).unwrap().is_looked_up = false;
            }
            Step::Invite { process, client } => self.invites(process, client).await,
            Step::Invited(back, how) => self.invited(back, how).await,
            Step::Dies(process) => {
                let forget = Statement::new("DELETE FROM owners WHERE id = $1");
                let forget = forget.text(&self.processes[process].0.owner);
                self.store().write(forget).await.unwrap();
                self.lives[process] = false;
            }
            Step::Lives(process) => {
                self.processes[process].beat().await.unwrap();
                self.lives[process] = true;
            }
            // Nothing here is 31 days old.
            Step::Clean(process) => self.processes[process].clean().await.unwrap(),
        }
    }

    async fn claims(&mut self, process: usize, key: usize, number: usize) {
        let claim = Claimed::new(&self.name(key));
        let caller = Caller::named("ada@example.org");
        let ledger = &self.processes[process];
        let ours = match ledger.claim(&claim, &payload(number), &caller).await.unwrap() {
            Claim::Ours(claimed) => Some(claimed),
            Claim::Known(_) => {
                assert_eq!(self.submissions[&key].payload, number);
                None
            }
            Claim::OtherPayload => {
                assert_ne!(self.submissions[&key].payload, number);
                None
            }
        };
        let lives = self.lives;
        let row = self.submissions.get(&key);
        let can_be_taken = |it: &Submission| {
            it.payload == number && it.state == "claimed" && it.owner != process && !lives[it.owner]
        };
        let (expected, how) = match row {
            None => (Some(claim.epoch), None),
            Some(row) if can_be_taken(row) => (Some(row.epoch + 1), Some("taken-over")),
            Some(_) => (None, None),
        };
        assert_eq!(ours.as_ref().map(|it| it.epoch), expected);
        let Some(claimed) = ours else { return };
        let row = Submission {
            epoch: claimed.epoch,
            owner: process,
            state: "claimed",
            payload: number,
            client: None,
            answer: None,
            is_looked_up: false,
        };
        self.submissions.insert(key, row);
        self.claims.push((process, key, claimed));
        self.note(key, how, None, "claimed");
    }

    async fn adopts(&mut self, process: usize) {
        let adopted = self.processes[process].adopt(Duration::ZERO).await.unwrap();
        let lives = self.lives;
        let of_the_dead: Vec<_> = self
            .submissions
            .iter()
            .filter_map(|(key, it)| (!lives[it.owner]).then_some((*key, it.state)))
            .collect();
        let mut expected = 0;
        for (key, state) in of_the_dead {
            if state == "claimed" {
                self.note(key, Some("adopted"), None, "released");
                self.submissions.remove(&key);
            } else if state == "sending" {
                expected += 1;
                let row = self.submissions.get_mut(&key).unwrap();
                (row.state, row.is_looked_up) = ("unconfirmed", true);
                self.note(key, Some("adopted"), None, "unconfirmed");
            }
        }
        assert_eq!(adopted, expected);
        for client in 0..2 {
            let row = self.invitations.get_mut(&client);
            if let Some(row) = row.filter(|it| it.state == "inviting" && !lives[it.owner]) {
                row.state = "invite-unconfirmed";
                self.note_invitation(client, Some("adopted"), None);
            }
        }
    }

    async fn invites(&mut self, process: usize, client: usize) {
        let caller = Caller::named("ada@example.org");
        let id: ClientId = id(client).parse().unwrap();
        let inviting = self.processes[process].invite(&id, &caller).await.unwrap();
        let under_way = self.invitations.get(&client).is_some_and(|it| it.state == "inviting");
        assert_eq!(inviting.is_some(), !under_way);
        let Some(inviting) = inviting else { return };
        let row = Invitation { epoch: inviting.epoch, owner: process, state: "inviting" };
        self.invitations.insert(client, row);
        self.inviting.push((process, client, inviting));
        self.note_invitation(client, None, None);
    }

    async fn invited(&mut self, back: usize, how: Invited) {
        let Some(last) = self.inviting.len().checked_sub(back + 1) else { return };
        let (process, client, inviting) = &self.inviting[last];
        let why = (how == Invited::No).then_some(Code::InviteNotConfigured);
        self.processes[*process].invited(inviting, how, why, now()).await.unwrap();
        let state = match how {
            Invited::Yes => "invited",
            Invited::No => "invite-failed",
            Invited::Unconfirmed => "invite-unconfirmed",
        };
        let (process, client, epoch) = (*process, *client, inviting.epoch);
        let row = self.invitations.get_mut(&client).unwrap();
        let open = ["inviting", "invite-unconfirmed"].contains(&row.state);
        if row.epoch == epoch && row.owner == process && open && row.state != state {
            row.state = state;
            self.note_invitation(client, None, why);
        }
    }
}
