//! The eight fields a person fills in: the only place where a name, a limit or a duty is declared.

/// One field of the form, in reading order.
///
/// Source: the vendor's "Create Client" reference page, version `1_12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The client's display name, the only required field.
    Name,
    /// The primary contact.
    ContactName,
    /// The primary contact's address. The API declares no e-mail format.
    ContactEmail,
    /// The customer id in an external billing system.
    InvoiceCustomerId,
    /// The street address.
    Address,
    /// The city.
    City,
    /// The state or region.
    State,
    /// The postal code.
    PostalCode,
}

impl Field {
    /// How many fields there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Every field, in reading order.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::ContactName,
        Self::ContactEmail,
        Self::InvoiceCustomerId,
        Self::Address,
        Self::City,
        Self::State,
        Self::PostalCode,
    ];

    /// The name on the wire and of the input.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "client_name",
            Self::ContactName => "client_contact_name",
            Self::ContactEmail => "client_contact_email",
            Self::InvoiceCustomerId => "client_invoice_customer_id",
            Self::Address => "client_address",
            Self::City => "client_city",
            Self::State => "client_state",
            Self::PostalCode => "client_postal_code",
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The most characters it may hold, in Unicode code points.
    pub const fn limit(self) -> usize {
        match self {
            Self::Address => 65_535,
            _ => 255,
        }
    }

    /// Whether a client cannot be created without it.
    pub const fn required(self) -> bool {
        matches!(self, Self::Name)
    }

    /// Its place in [`Field::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}
