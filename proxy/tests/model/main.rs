//! The protocol of the ledger as a small machine of which every state is visited.
//!
//! One key, two proxies on one ledger, three submits, two crashes, two pauses that let a live proxy
//! pass for dead, a ledger that may have written what it said it could not, and an upstream that
//! knows no key: a request that was given up on can still create a client at any later time.
//!
//! Read in this order:
//!
//! 1. [`world`], everything there is: the row, the proxies, the work, the requests under way;
//! 2. [`ledger`], what each statement of the ledger does to the row;
//! 3. [`steps`], which steps there are, and when each is possible;
//! 4. [`protocol`], what each leads to;
//! 5. [`properties`], what must hold everywhere, and what must be reached at least once;
//! 6. [`variants`], the protocol as it is, and those that it must not be.

mod ledger;
mod properties;
mod protocol;
mod steps;
mod variants;
mod world;
