"""What people are told: in the application, and by mail and webhook where an owner configured them."""
