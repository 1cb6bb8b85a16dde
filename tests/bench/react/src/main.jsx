// The page: the form, or the card of what it created.

import { useState } from "react";
import { createRoot } from "react-dom/client";

import { Card } from "./Card.jsx";
import { ClientForm } from "./ClientForm.jsx";

const App = () => {
  const [client, setClient] = useState(null);
  return client ? (
    <Card client={client} onNext={() => setClient(null)} />
  ) : (
    <ClientForm onCreated={setClient} />
  );
};

createRoot(document.getElementById("root")).render(<App />);
