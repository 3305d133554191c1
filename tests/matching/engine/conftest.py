from hypothesis import settings

# The first example may have to compile a kernel, and tests share two cores: time says nothing here.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
