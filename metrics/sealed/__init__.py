"""What a seal holds beside its pages: the numbers shown, what they mean and the units they are of; and how two such holdings, or
one and today's store, differ."""
