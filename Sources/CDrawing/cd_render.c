#include "CDrawing.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The parts of GLib, librsvg 2.46 and cairo 1.10 that are called, as their manuals have them.
typedef struct {
  uint32_t domain;
  int code;
  char *message;
} g_error;

typedef struct {
  double x, y, width, height;
} rsvg_rectangle;

typedef int (*cairo_writer)(void *closure, const unsigned char *data, unsigned int length);

enum { CAIRO_ARGB32 = 0, CAIRO_SUCCESS = 0, CAIRO_NO_MEMORY = 1 };

typedef struct {
  void *(*read_svg)(const uint8_t *data, size_t length, g_error **error);
  int (*draw_svg)(void *handle, void *cairo, const rsvg_rectangle *area, g_error **error);
  void (*unref)(void *object);
  void (*free_error)(g_error *error);
  void *(*make_surface)(int format, int width, int height);
  int (*surface_status)(void *surface);
  void (*drop_surface)(void *surface);
  void *(*make_context)(void *surface);
  int (*context_status)(void *context);
  void (*drop_context)(void *context);
  int (*write_png)(void *surface, cairo_writer write, void *closure);
} drawing;

typedef struct {
  uint8_t *bytes;
  size_t length, room;
} buffer;

static int say(char *message, size_t size, int result, const char *what) {
  if (size > 0) {
    snprintf(message, size, "%s", what ? what : "no reason given");
    for (char *c = message; *c; c++)
      if (*c == '\n') *c = ' ';
  }
  return result;
}

// A function of a library; what cannot be found stays NULL and is named in the message.
static void *find(void *library, const char *name, const char **missing) {
  void *found = library ? dlsym(library, name) : NULL;
  if (!found && !*missing) *missing = name;
  return found;
}

// The libraries stay open: closing GLib is not supported by it.
static int open_drawing(drawing *d, char *message, size_t size) {
  void *rsvg = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!rsvg) return say(message, size, CD_MISSING, "librsvg-2.so.2");
  void *cairo = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!cairo) return say(message, size, CD_MISSING, "libcairo.so.2");
  const char *missing = NULL;
  // dlsym on a library also looks into those it needs, and librsvg needs GLib and GObject.
  *(void **)&d->read_svg = find(rsvg, "rsvg_handle_new_from_data", &missing);
  *(void **)&d->draw_svg = find(rsvg, "rsvg_handle_render_document", &missing);
  *(void **)&d->unref = find(rsvg, "g_object_unref", &missing);
  *(void **)&d->free_error = find(rsvg, "g_error_free", &missing);
  *(void **)&d->make_surface = find(cairo, "cairo_image_surface_create", &missing);
  *(void **)&d->surface_status = find(cairo, "cairo_surface_status", &missing);
  *(void **)&d->drop_surface = find(cairo, "cairo_surface_destroy", &missing);
  *(void **)&d->make_context = find(cairo, "cairo_create", &missing);
  *(void **)&d->context_status = find(cairo, "cairo_status", &missing);
  *(void **)&d->drop_context = find(cairo, "cairo_destroy", &missing);
  *(void **)&d->write_png = find(cairo, "cairo_surface_write_to_png_stream", &missing);
  return missing ? say(message, size, CD_MISSING, missing) : CD_DONE;
}

static int gather(void *closure, const unsigned char *data, unsigned int length) {
  buffer *b = closure;
  if (b->length + length > b->room) {
    size_t room = (b->length + length) * 2;
    uint8_t *more = realloc(b->bytes, room);
    if (!more) return CAIRO_NO_MEMORY;
    b->bytes = more;
    b->room = room;
  }
  memcpy(b->bytes + b->length, data, length);
  b->length += length;
  return CAIRO_SUCCESS;
}

static int draw(const drawing *d, void *handle, void *surface, int width, int height, char *message, size_t size) {
  void *context = d->make_context(surface);
  rsvg_rectangle area = {0, 0, width, height};
  g_error *error = NULL;
  int result = CD_DONE;
  if (d->context_status(context) != CAIRO_SUCCESS) {
    result = say(message, size, CD_FAILED, "no memory for the pixels");
  } else if (!d->draw_svg(handle, context, &area, &error)) {
    result = say(message, size, CD_REFUSED, error ? error->message : NULL);
  }
  if (error) d->free_error(error);
  d->drop_context(context);
  return result;
}

int cd_render(
    const uint8_t *svg, size_t length, int width, int height, uint8_t **png, size_t *png_length, char *message,
    size_t message_size) {
  drawing d;
  int result = open_drawing(&d, message, message_size);
  if (result != CD_DONE) return result;
  g_error *error = NULL;
  void *handle = d.read_svg(svg, length, &error);
  if (!handle) {
    result = say(message, message_size, CD_REFUSED, error ? error->message : NULL);
    if (error) d.free_error(error);
    return result;
  }
  void *surface = d.make_surface(CAIRO_ARGB32, width, height);
  buffer b = {NULL, 0, 0};
  if (d.surface_status(surface) != CAIRO_SUCCESS) {
    result = say(message, message_size, CD_FAILED, "no memory for the pixels");
  } else {
    result = draw(&d, handle, surface, width, height, message, message_size);
  }
  if (result == CD_DONE && d.write_png(surface, gather, &b) != CAIRO_SUCCESS) {
    result = say(message, message_size, CD_FAILED, "the PNG could not be written");
  }
  d.drop_surface(surface);
  d.unref(handle);
  if (result != CD_DONE) {
    free(b.bytes);
    return result;
  }
  *png = b.bytes;
  *png_length = b.length;
  return CD_DONE;
}

void cd_free(uint8_t *png) { free(png); }
