// Pictures in and out: libpng, libturbojpeg and libwebp, each opened at the first call, behind the few functions we call.
#ifndef CIMAGES_H
#define CIMAGES_H
#endif
