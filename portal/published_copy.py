from io import BytesIO


def published_copy(original, kind):
    return BytesIO(original.read())
