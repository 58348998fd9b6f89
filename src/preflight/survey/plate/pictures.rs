//! Pictures on the plate.

use super::geometry::{Direction, overlaps};
use super::{INITIAL_PAINT, Laid, Plate};
use crate::preflight::survey::Kind;
use crate::preflight::survey::pictures::Picture;
use hayro_interpret::{FillRule, Image};
use kurbo::{Affine, Rect, Shape, Vec2};
use std::rc::Rc;

impl<'a> Plate<'a, '_> {
    pub(super) fn image(&mut self, image: Image<'a, '_>, transform: Affine) {
        self.work(2000);
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let place = transform * Affine::scale_non_uniform(width, height);
        let path = place * Rect::new(0.0, 0.0, 1.0, 1.0).to_path(0.1);
        let bounds = path.bounding_box();
        let along = |count: f64, side: Vec2| count * 72.0 * self.view.scale / side.hypot().max(1e-9);
        let ppi = along(width, place * Direction(1.0, 0.0)).min(along(height, place * Direction(0.0, 1.0)));
        let inverse = place.inverse();
        match image {
            Image::Stencil(stencil) => {
                self.tell(Kind::Picture { ppi, bitmap: true, foreign: None }, bounds, self.now.fill, false);
                let tables = self.tables;
                let Some(Laid::Flat(flat)) = tables.paints.get(self.now.fill as usize) else { return };
                let named = self.coat(flat, false).inks;
                stencil.with_stencil(
                    |stencil, _| {
                        self.dab(&path, FillRule::NonZero, (named, false), |point, amounts| {
                            let at = inverse * point;
                            let place = |at: f64, count: u32| {
                                ((at * f64::from(count)) as usize).min(count as usize - 1)
                            };
                            let at = place(at.y, stencil.height) * stencil.width as usize
                                + place(at.x, stencil.width);
                            amounts.fill(0.0);
                            amounts.iter_mut().zip(&flat.amounts).for_each(|(amount, own)| *amount = *own);
                            if stencil.data.get(at).is_some_and(|covers| *covers > 127) { 1.0 } else { 0.0 }
                        });
                    },
                    None,
                );
            }
            Image::Raster(raster) => {
                let stream = raster.stream();
                let id = stream.obj_id();
                let id = (id.obj_number, id.gen_number);
                let inline = id == (0, 0) || stream.dict().obj_id().is_none();
                let space = if inline {
                    self.inline.clone()
                } else {
                    let id =
                        (u32::try_from(id.0).unwrap_or_default(), u16::try_from(id.1).unwrap_or_default());
                    self.tables.pictures.get(&id).cloned()
                };
                let bits =
                    stream.dict().get::<u8>("BitsPerComponent").or_else(|| stream.dict().get::<u8>("BPC"));
                let foreign = space.as_ref().and_then(|space| space.foreign());
                let kind = Kind::Picture { ppi, bitmap: bits == Some(1), foreign };
                self.tell(kind, bounds, INITIAL_PAINT, false);
                if !overlaps(bounds, self.clip().bounds) {
                    return;
                }
                let read = || match Picture::read(stream, space) {
                    Ok(picture) => (Some(Rc::new(picture)), None),
                    Err(why) => (None, Some(why)),
                };
                let picture = match self.pictures.get(&id).filter(|_| !inline) {
                    Some(known) => known.clone(),
                    None => {
                        let (picture, why) = read();
                        self.unread = self.unread.or(why);
                        if !picture.as_ref().is_some_and(|picture| picture.is_large()) {
                            self.pictures.insert(id, picture.clone());
                        }
                        picture
                    }
                };
                let Some(picture) = picture else { return };
                let size = ((inverse * Direction(1.0, 1.0)).x.abs(), (inverse * Direction(1.0, 1.0)).y.abs());
                let conversion = &self.tables.conversion;
                let named = picture.space().named();
                self.dab(&path, FillRule::NonZero, (named, false), |point, amounts| {
                    let at = inverse * point;
                    picture.inks((at.x, at.y), size, conversion, amounts)
                });
            }
        }
    }
}
