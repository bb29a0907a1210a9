"""GOV.UK Frontend's components in Django's templates: the macro options of one become the context of the other."""
