"""What people say of whole conversations: their labels, and how far instruments agree with them."""
