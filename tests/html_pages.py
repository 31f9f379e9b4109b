"""What tests find in a page: the mark of a layer, its classes, and the part of the figure that is seen."""


def mark(page, name):
    return page.locator(f'.view:not([hidden]) [data-layer="{name}"]').first


def classes(page, name):
    return set((mark(page, name).get_attribute("class") or "").split())


def seen(page):
    return [float(part) for part in page.locator(".view:not([hidden]) svg").get_attribute("viewBox").split()]
